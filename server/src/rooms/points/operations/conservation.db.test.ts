import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf, type Called } from '../../../../test/call-endpoint.ts';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';
import { pointsRoutes } from '../http/routes.ts';
import { sweep } from '../jobs/sweep.ts';
import { verifyJournal } from '../verify.ts';

const ACTS = 300;
const SEED = 20_261_122;

let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse({ policy: { restoreOrder: 'first_taken_first' } });
});
afterAll(() => house.close());

const act = fc.record({
  does: fc.constantFrom(
    'give',
    'take',
    'redeem',
    'void',
    'hold',
    'hold',
    'capture',
    'release',
    'transfer',
    'freeze',
    'unfreeze',
    'shut',
    'open',
  ),
  who: fc.nat(2),
  whom: fc.nat(2),
  which: fc.nat(1_000),
  points: fc.integer({ min: 1, max: 60 }),
  isWhole: fc.boolean(),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

test('whatever is spent, held, reversed, moved and frozen, all at once: the journal proves every balance afterwards', async () => {
  const call = callerOf(pointsRoutes(house));
  const [grants, redemptions, holds] = [[] as string[], [] as string[], [] as string[]];
  const booked = new Map<string, number>();
  const refused = new Map<string, number>();
  const keep = (list: string[], field: 'operation' | 'hold') => (called: Called) => {
    if ('body' in called) list.push((called.body as Record<string, string>)[field]);
    return called;
  };
  const of = (list: string[], which: number, none: string): string => list[which % Math.max(list.length, 1)] ?? none;

  const play = async ({ does, who, whom, which, points: number, isWhole }: Act, at: number): Promise<Called> => {
    const reference = `act-${at}`;
    const [person, other] = [house.people[who], house.people[whom]];
    const points = String(number);
    const byHand = (path: string, body: object) =>
      call(house.principals.tenant, `POST ${path}`, { body: { reference, reason: 'other', ...body } });
    const byTill = (path: string, body: object) =>
      call(house.principals.till, `POST ${path}`, { body: { reference, ...body } });
    const own = { program: 'club', walletType: 'points', member: { member: person.member } };
    const nothing = house.tokens.encode('op', person.lane, 0n);
    const noHold = house.tokens.encode('hold', person.lane, 0n);
    const part = isWhole ? {} : { points };
    switch (does) {
      case 'give':
        return keep(grants, 'operation')(await byHand('/v1/adjustments', { ...own, points }));
      case 'take':
        return byHand('/v1/adjustments', { ...own, points: `-${points}` });
      case 'redeem':
        return keep(
          redemptions,
          'operation',
        )(await byTill('/v1/redemptions', { member: { card: person.card }, walletType: 'points', points }));
      case 'void':
        return byTill('/v1/redemptions/void', { operation: of(redemptions, which, nothing), ...part });
      case 'hold':
        return keep(
          holds,
          'hold',
        )(
          await byTill('/v1/holds', {
            member: { card: person.card },
            walletType: 'points',
            points,
            seconds: isWhole ? 600 : 1,
          }),
        );
      case 'capture':
        return keep(
          redemptions,
          'operation',
        )(await byTill('/v1/holds/capture', { hold: of(holds, which, noHold), ...part }));
      case 'release':
        return byTill('/v1/holds/release', { hold: of(holds, which, noHold) });
      case 'transfer':
        return byHand('/v1/transfers', {
          program: 'club',
          walletType: 'points',
          from: { member: person.member },
          to: { member: other.member },
          points,
        });
      case 'freeze':
      case 'unfreeze':
        return byHand(`/v1/lots/${does}`, { operation: of(grants, which, nothing) });
      case 'shut':
        return byHand('/v1/wallets/freeze', own);
      default:
        return byHand('/v1/wallets/open', own);
    }
  };

  const acts = fc.sample(act, { numRuns: ACTS, seed: SEED });
  for (let from = 0; from < acts.length; from += 6) {
    const outcomes = await Promise.all(acts.slice(from, from + 6).map((one, at) => play(one, from + at)));
    for (const [at, outcome] of outcomes.entries()) {
      const [map, key] = 'refusal' in outcome ? [refused, outcome.refusal] : [booked, acts[from + at].does];
      map.set(key, (map.get(key) ?? 0) + 1);
    }
  }
  // Every kind of act has happened, or the test says little.
  expect([...booked.keys()].sort()).toEqual([...new Set(acts.map(({ does }) => does))].sort());
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await sweep(house);
  expect(await verifyJournal(house.database)).toMatchObject({ problem: undefined });
}, 60_000);
