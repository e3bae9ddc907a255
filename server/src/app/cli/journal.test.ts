import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { inheritedEnvironment } from '../../platform/config.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';
import { createKeys } from '../../platform/keys-file.ts';
import { openFakeMachine } from '../../rooms/points/fake-machine.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

let fresh: FreshDatabase;
let folder: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'tallystick-journal-'));
  createKeys(join(folder, 'keys.json'));
  const books = await openFakeMachine(fresh.database, instant(1_767_225_600_000_000));
  await books.do({ does: 'accrue', who: 0, amount: 100n, startsIn: 0, livesFor: 30 });
  await books.do({ does: 'redeem', who: 0, amount: 30n });
  await books.stop();
});
afterAll(async () => {
  await fresh.drop();
  rmSync(folder, { recursive: true });
});

/** Runs `tallystick journal …` beside the test's database. */
const journal = (...words: string[]) =>
  new Promise<{ code: number; out: string; errors: string }>((done) => {
    const env = { ...inheritedEnvironment(), DATABASE_URL: fresh.url, DATA_DIR: folder };
    execFile(process.execPath, [MAIN, 'journal', ...words], { env }, (error, out, errors) =>
      done({ code: error ? Number(error.code) : 0, out, errors }),
    );
  });

test('a sound journal prints its totals per lane and per unit, and ends with 0', async () => {
  const { code, out, errors } = await journal('verify');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(out).toContain('Everything adds up: 2 entries in 2 lanes, 0 references.');
  const json = JSON.parse((await journal('verify', '--json')).out) as { ok: boolean; units: unknown[] };
  expect(json).toMatchObject({ ok: true, units: [{ moved: '130', onWallets: '70', betweenLanes: '0' }] });
});

test('roots are signed, kept, and checked', async () => {
  const signed = await journal('roots');
  expect(signed).toMatchObject({ code: 0, errors: '' });
  expect(readFileSync(join(folder, 'roots.jsonl'), 'utf8')).toBe(signed.out);
  expect(await journal('verify', '--roots')).toMatchObject({ code: 0 });
  expect(await journal('verify', '--roots', join(folder, 'none.jsonl'))).toMatchObject({
    code: 1,
    errors: expect.stringContaining('cannot be read') as string,
  });
});

test('a wallet that is wrong is named as a wallet', async () => {
  await fresh.database.query(`update points.wallet set booked = booked + 1 where booked > 0`);
  expect((await journal('verify')).errors).toMatch(/^WRONG at lane \d+, wallet \d+ in points\.wallet: wallet \d+: /);
  await fresh.database.query(`update points.wallet set booked = booked - 1 where booked > 1`);
});

test('a wrong journal names the first wrong row, what was expected and what was found, and ends with 1', async () => {
  await fresh.database.query(`update ledger.journal set outlet = 7 where kind = 'fake.redemption'`);
  const { code, out, errors } = await journal('verify');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(errors).toMatch(/^WRONG at \d+-2 in ledger\.journal: the digest is not the one of its columns/);
  expect(errors).toMatch(/expected {2}[0-9a-f]{64}\n {2}found {5}[0-9a-f]{64}/);
  expect(await journal('verify', '--json')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/"ok":false.*"seq":"2"/) as string,
  });
});

test('a lane or a tenant that does not exist is a wrong call, never a proof of nothing', async () => {
  expect(await journal('verify', '--lane', '99')).toMatchObject({
    ...{ code: 2, out: '' },
    errors: 'tallystick: there is no lane 99: nothing was verified\n',
  });
  expect(await journal('verify', '--tenant', 'typo', '--json')).toMatchObject({
    ...{ code: 2, out: '' },
    errors: 'tallystick: there is no tenant "typo": nothing was verified\n',
  });
});

test('a lane that is no number is a wrong call', async () => {
  expect(await journal('verify', '--lane', 'x')).toMatchObject({ code: 2 });
});
