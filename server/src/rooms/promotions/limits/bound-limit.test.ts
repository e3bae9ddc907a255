import { expect, test } from 'vitest';
import { compile } from '../compile.ts';

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } };
const limited = (per: string) => ({
  promotions: [
    {
      code: 'summer',
      priority: 1,
      firstOn: '2027-06-01',
      effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '5' } }],
      limits: [{ per, of: 'points', max: '100', period: { days: 7 }, over: 'clip' }],
    },
  ],
});

test.each(['outlet', 'program'])('a budget per %s that rolls is refused with its place', (per) => {
  expect(compile(limited(per), units)).toMatchObject({
    ok: false,
    refusal: 'promotions.limit.malformed',
    facts: { place: 'promotions[0].limits[0].period' },
  });
});

test.each(['member', 'card'])('a limit per %s may roll', (per) => {
  expect(compile(limited(per), units)).toMatchObject({ ok: true });
});
