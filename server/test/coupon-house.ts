// A house with promotions of coupons, and what people do with codes: make a series of them, download them, show them at a till.

import { instantFromIso, isoFromInstant, type Instant } from '../src/kernel/instant.ts';
import { manualClock } from '../src/platform/clock.ts';
import type { RulebookInput } from '../src/rooms/promotions/index.ts';
import { BASE_EARN, makeHouse, type HouseOptions, type Person, type TestHouse } from './house.ts';

export const SERIES = '/v1/programs/club/coupon-series';
// Half of the tests guess on purpose, more than a till may.
const MANY = { max: 10_000, seconds: 60 };

const promotion = (code: string, coupon: string, effect: object, more: object = {}) => ({
  ...{ code, priority: 10, firstOn: '2020-01-01', conditions: [{ kind: 'coupon-shown', params: { codes: [coupon] } }] },
  ...{ effects: [effect], ...more },
});
const bonus = (points: string) => ({ kind: 'fixed-bonus', wallet: 'points', params: { points } });
const PROMOTIONS = [
  BASE_EARN,
  promotion('spring', 'SPRING', bonus('500'), {
    conditions: [
      { kind: 'coupon-shown', params: { codes: ['SPRING'] } },
      { kind: 'min-basket', params: { min: '10.00', base: 'net' } },
    ],
  }),
  promotion('thrice', 'THRICE', bonus('30')),
  promotion('own', 'OWN', bonus('70')),
  promotion('off', 'OFF', { kind: 'fixed-discount', params: { amount: '2.00' } }),
  promotion('next', 'NEXT', bonus('11')),
  promotion('word', 'HELLO', bonus('5')),
  {
    ...{ code: 'hand-out', priority: 50, firstOn: '2020-01-01' },
    conditions: [{ kind: 'min-basket', params: { min: '50.00', base: 'net' } }],
    effects: [{ kind: 'coupon-issue', params: { coupon: 'NEXT' } }],
  },
] as RulebookInput['promotions'];

/** On a morning of June; its clock stands still until a test sets it. A till may guess as it likes, unless `attempts` is empty. */
export async function makeCouponHouse(attempts: HouseOptions['attempts'] = { terminal: MANY, partner: MANY }) {
  const clock = manualClock(instantFromIso('2026-06-01T09:00:00Z') as Instant);
  const house = await makeHouse({ clock, movesTime: true, promotions: PROMOTIONS, attempts });
  return { house, clock };
}

export type CouponBody = Record<string, never> & {
  code: string;
  file: string;
  quote: string;
  operation: string;
  isHeld: boolean;
  facts: Record<string, string>;
  promotions: { code: string; points: string }[];
  coupons: { coupon: string; count: number; codes?: string[]; validUntil?: string }[];
  couponsUsed: { coupon: string; lastFour: string }[];
  codes: Record<string, number>;
  exceptions: { code: string }[];
};

/** What is done with coupons in such a house. `at` is asked each time: the house is there only once a test runs. */
export const couponsOf = (at: () => TestHouse) => {
  const ask = async (what: string, body?: unknown, secret?: string) => {
    const answer = await at().request(what, body, secret === undefined ? {} : { secret });
    return { status: answer.status, body: answer.body as CouponBody };
  };
  const asTenant = (what: string, body?: unknown) => ask(what, body, at().secrets.tenant);
  const succeed = async (what: string, body?: unknown, secret = at().secrets.tenant) => {
    const answer = await ask(what, body, secret);
    if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  let n = 0;
  const sale = (over: object = {}, amount = '20.00', of: Person | undefined = at().people[0]) => ({
    ...{ reference: `coupon-${++n}`, occurredAt: isoFromInstant(at().clock.now()), currency: 'EUR' },
    ...(of ? { member: { card: of.card } } : {}),
    lines: [{ line: 1, sku: 'bread', quantity: '1', amount }],
    ...over,
  });
  const sell = (over: object, amount?: string, of?: Person) => ask('POST /v1/sales', sale(over, amount, of));
  const voidSale = async (reference: string): Promise<void> => {
    const target = { family: 'sale', reference };
    const voided = { reference: `void-${++n}`, occurredAt: isoFromInstant(at().clock.now()), target };
    await succeed('POST /v1/voids', voided, at().secrets.till);
  };
  const fired = ({ body }: { body: CouponBody }): string[] => body.promotions.map(({ code }) => code).sort();

  /** A published series with codes that were downloaded, as people have them. */
  const codesOf = async (code: string, count: number, terms: object = {}): Promise<string[]> => {
    await succeed(`POST ${SERIES}`, { code, validFrom: '2026-01-01T00:00:00Z', ...terms });
    const codes = await moreCodes(code, { count });
    await succeed(`POST ${SERIES}/${code}/publish`);
    return codes;
  };
  const moreCodes = async (series: string, what: object): Promise<string[]> => {
    const { file } = await succeed(`POST ${SERIES}/${series}/codes`, { reference: `codes-${++n}`, ...what });
    return download(series, file);
  };
  const download = async (series: string, file: string): Promise<string[]> => {
    const answer = await at().api.inject({
      method: 'POST',
      url: `${SERIES}/${series}/codes/${file}/download`,
      headers: { authorization: `Bearer ${at().secrets.tenant}` },
    });
    if (answer.statusCode !== 200) throw new Error(answer.payload);
    return answer.payload
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0] as string);
  };

  /** Does `work` in a database that does not look at the revision which a write compares. */
  const ignoreRevision = async (work: () => Promise<void>): Promise<void> => {
    await at().database.query(
      `create or replace function promotions.test_ignore_revision() returns trigger language plpgsql as
         $$ begin new.revision := abs(new.revision); return new; end $$`,
    );
    await at().database.query(
      `create trigger test_ignore before update on promotions.coupon for each row execute function promotions.test_ignore_revision()`,
    );
    try {
      await work();
    } finally {
      await at().database.query('drop trigger test_ignore on promotions.coupon');
    }
  };
  return {
    ask,
    asTenant,
    sale,
    sell,
    voidSale,
    /** The promotions that acted. */
    fired,
    codesOf,
    /** More codes of a series that is there, downloaded. */
    moreCodes,
    download,
    ignoreRevision,
    /** A number that no reference has had. */
    name: (): number => ++n,
  };
};

/** Members in two lanes at least. */
export async function peopleOfTwoLanes(house: TestHouse): Promise<Person[]> {
  const people: Person[] = [...house.people];
  for (let k = 10; new Set(people.map(({ lane }) => lane)).size < 2; k++) people.push(await house.enrol(k));
  return people;
}
