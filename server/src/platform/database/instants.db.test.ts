import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { instantOf } from './instants.ts';
import { freshDatabase, type FreshDatabase } from './template.ts';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const throughDatabase = async (instants: readonly (Instant | null)[]): Promise<(Instant | null)[]> => {
  const rows = await fresh.database.query<{ at: Instant | null }>(
    `select ${instantOf('asked.at')} as at from unnest($1::bigint[]) with ordinality as asked(at, place) order by place`,
    [instants],
  );
  return rows.map(({ at }) => at);
};

test('every instant that travels as a number comes back as it was, to the microsecond, before and after 1970', async () => {
  // From 1700 to 2250.
  const instants = fc.array(fc.integer({ min: -8_520_336_000_000_000, max: 8_835_955_200_000_000 }), {
    maxLength: 200,
  });
  await fc.assert(
    fc.asyncProperty(instants, async (some) => {
      expect(await throughDatabase(some as Instant[])).toEqual(some);
    }),
    { seed: 7, numRuns: 30 },
  );
});

test('never is infinity in the database, and what is absent stays absent', async () => {
  expect(await throughDatabase([INSTANT_NEVER, null, 0 as Instant])).toEqual([INSTANT_NEVER, null, 0]);
  const [row] = await fresh.database.query(
    `select ${instantOf('$1::bigint')} = 'infinity'::timestamptz as is_infinity`,
    [INSTANT_NEVER],
  );
  expect(row).toEqual({ is_infinity: true });
});
