import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assertPots } from '../../../test/pots.ts';
import type { Database } from '../database/database.ts';
import { freshDatabase } from '../database/template.ts';
import { openLane } from '../lanes/index.ts';
import { draw, potsNamed, recallIdle } from './draw.ts';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;
let tenant: number;
const lanes: number[] = [];
beforeAll(async () => {
  fresh = await freshDatabase();
  ({ database } = fresh);
  [{ tenant }] = await database.query<{ tenant: number }>(
    `insert into programs.tenant (code, name, default_country, opened_at) values ('pots', 'Pots', 'ES', '2026-01-01Z')
     returning tenant_id as tenant`,
  );
  for (let made = 0; made < 4; made++) lanes.push(await openLane(database, tenant));
});
afterAll(() => fresh.drop());
afterEach(() => assertPots({ database }));

const unusedOf = async (pot: string): Promise<Map<number, bigint>> =>
  new Map(
    (
      await database.query<{ lane: number; unused: bigint }>('select lane, unused from pots.slice where pot = $1', [
        pot,
      ])
    ).map(({ lane, unused }) => [lane, unused]),
  );
const longAgo = (pot: string) =>
  database.query(`update pots.slice set touched_at = touched_at - interval '61 seconds' where pot = $1`, [pot]);

test('a slice covers many operations while there is plenty, and shrinks to one operation’s need near the end', async () => {
  const pot = { tenant, pot: 'plenty', budget: 1_000n };
  expect(await draw(database, { ...pot, lane: lanes[0], need: 1n })).toBe(64n);
  expect(await draw(database, { ...pot, lane: lanes[1], need: 10n })).toBe(117n);
  await database.query(`update pots.slice set used = unused, unused = 0 where pot = 'plenty'`);
  expect(await draw(database, { ...pot, lane: lanes[2], need: 800n })).toBe(800n);
  expect(await draw(database, { ...pot, lane: lanes[3], need: 3n })).toBe(3n);
  expect(await potsNamed(database, tenant, 'plenty')).toMatchObject([{ used: 181n, unused: 803n }]);
});

test('a draw takes what lies unused elsewhere before it says that there is too little', async () => {
  const pot = { tenant, pot: 'elsewhere', budget: 100n };
  for (const lane of lanes) await draw(database, { ...pot, lane, need: 25n });
  expect(await draw(database, { ...pot, lane: lanes[0], need: 90n })).toBe(90n);
  expect(await draw(database, { ...pot, lane: lanes[1], need: 95n })).toBe(95n);
  expect([...(await unusedOf('elsewhere')).values()].sort()).toEqual([0n, 0n, 0n, 95n]);
});

test('who draws again has it already and draws nothing more', async () => {
  const pot = { tenant, pot: 'again', budget: 100n };
  await draw(database, { ...pot, lane: lanes[0], need: 60n });
  expect(await draw(database, { ...pot, lane: lanes[0], need: 60n })).toBe(60n);
  expect(await potsNamed(database, tenant, 'again')).toMatchObject([{ unused: 60n }]);
});

test('forty draws at once over four lanes give out the whole pot and no more', async () => {
  const pot = { tenant, pot: 'rush', budget: 333n };
  await Promise.all(Array.from({ length: 40 }, (_, n) => draw(database, { ...pot, lane: lanes[n % 4], need: 50n })));
  const [{ unused }] = await potsNamed(database, tenant, 'rush');
  expect(unused).toBeLessThanOrEqual(333n);
  expect(unused).toBeGreaterThan(0n);
});

test('only slices that were idle for a minute are recalled', async () => {
  const pot = { tenant, pot: 'idle', budget: 100n };
  await draw(database, { ...pot, lane: lanes[0], need: 40n });
  await draw(database, { ...pot, lane: lanes[1], need: 40n });
  await database.query(
    `update pots.slice set touched_at = touched_at - interval '61 seconds' where pot = 'idle' and lane = $1`,
    [lanes[0]],
  );
  await recallIdle(database);
  expect(await unusedOf('idle')).toEqual(
    new Map([
      [lanes[0], 0n],
      [lanes[1], 40n],
    ]),
  );
});

test('a process that is killed between draw and use loses nothing: another one has all of it after a minute', async () => {
  const pot = { tenant, pot: 'killed', budget: 100n };
  const script = fileURLToPath(new URL('../../../test/crash-draw.ts', import.meta.url));
  const args = [fresh.url, String(tenant), 'killed', '100', String(lanes[0]), '100'];
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toContain('drawn');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await unusedOf('killed')).toEqual(new Map([[lanes[0], 100n]]));
  // Nobody's lane has to wait for the minute: who needs it recalls it.
  await longAgo('killed');
  expect(await recallIdle(database)).toBeGreaterThan(0);
  expect(await potsNamed(database, tenant, 'killed')).toMatchObject([{ unused: 0n, used: 0n }]);
  expect(await draw(database, { ...pot, lane: lanes[1], need: 100n })).toBe(100n);
});
