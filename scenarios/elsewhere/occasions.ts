import { promotion, type Act, type Case, type Expected, type Promotion } from './case.ts';

const OPEN_LOYALTY = 'https://docs.openloyalty.io/en/latest/userguide/earning_rules/creation/custom.html';
const VOUCHERIFY = 'https://docs.voucherify.io/docs/earning-rules';
const LOYALTYLION = 'https://help.loyaltylion.com/en/articles/1965598-activity-custom';

type Effect = Promotion['effects'][number];
const bonus = (points: string): Effect => ({ kind: 'fixed-bonus', wallet: 'points', params: { points } });
const tells = (name: string, expected: Expected, attributes: object = {}): Act => ({
  tells: name,
  attributes,
  expected,
});

export const occasionCases: readonly Case[] = [
  {
    name: 'open loyalty: an account is created, and the points are there',
    source: 'https://docs.openloyalty.io/en/latest/userguide/earning_rules/creation/rule_type.html',
    promotions: [promotion(1, bonus('100'), { on: 'enrolment' })],
    acts: [{ spends: '40', expected: { available: '60' } }],
  },
  {
    name: 'open loyalty: a custom event brings its points each time it is told',
    source: OPEN_LOYALTY,
    promotions: [promotion(1, bonus('25'), { on: 'facebook-share' })],
    acts: [
      tells('facebook-share', { earned: '25', available: '25' }),
      tells('facebook-share', { earned: '25', available: '50' }),
    ],
  },
  {
    name: 'open loyalty: a custom event with a usage limit of one, for ever',
    source: OPEN_LOYALTY,
    promotions: [
      promotion(1, bonus('25'), {
        on: 'newsletter',
        limits: [{ per: 'member', of: 'uses', max: '1', period: 'ever', over: 'reject' }],
      }),
    ],
    acts: [tells('newsletter', { earned: '25' }), tells('newsletter', { earned: '0', available: '25' })],
  },
  {
    name: 'loyaltylion: a custom rule for an upload, once a day',
    source: LOYALTYLION,
    promotions: [
      promotion(1, bonus('50'), {
        on: 'design-uploaded',
        limits: [{ per: 'member', of: 'uses', max: '1', period: 'day', over: 'reject' }],
      }),
    ],
    acts: [tells('design-uploaded', { earned: '50' }), tells('design-uploaded', { earned: '0', available: '50' })],
  },
  {
    name: 'voucherify: for every 10 of a property of a custom event 3 points',
    source: VOUCHERIFY,
    promotions: [
      promotion(
        1,
        { kind: 'points-per-unit', wallet: 'points', params: { attribute: 'minutes', points: '3', step: '10' } },
        { on: 'lesson' },
      ),
    ],
    acts: [
      tells('lesson', { earned: '12', available: '12' }, { minutes: 45 }),
      tells('lesson', { earned: '0' }, { minutes: 9 }),
    ],
  },
];
