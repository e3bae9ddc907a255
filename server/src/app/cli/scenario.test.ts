import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { inheritedEnvironment } from '../../platform/config.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'tallystick-scenario-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `tallystick scenario …` on the tests' server. */
const scenario = (...words: string[]) =>
  new Promise<{ code: number; out: string; errors: string }>((done) => {
    const env = { ...inheritedEnvironment(), DATABASE_URL: inject('clusterUrl'), DATA_DIR: folder };
    execFile(process.execPath, [MAIN, 'scenario', ...words], { env }, (error, out, errors) =>
      done({ code: error ? Number(error.code) : 0, out, errors }),
    );
  });

test('the list names every story with its sentence', async () => {
  const { code, out } = await scenario();
  expect(code).toBe(0);
  expect(out).toMatch(/^earn-and-spend +Lucía earns, waits, spends and takes goods back$/m);
});

test('a story is told step by step with dates, balances and reasons, and ends with 0', async () => {
  const { code, out, errors } = await scenario('parked-return', '--explain');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(out).toContain('when goods come back of sale receipt-77, which has not arrived');
  expect(out).toContain('@ till 2026-01-12 12:00 | recorded 2026-01-12 12:00 | business day 2026-01-12');
  expect(out).toContain('= Lucía: points 50 available');
  expect(out).toContain('+ base-earn: 1 points per 1.00 spent');
  expect(out).toContain('1 as told, 0 not; the books add up');
});

test('as JSON a program reads the steps', async () => {
  const { out } = await scenario('parked-return', '--json');
  const { scenarios, booksAddUp } = JSON.parse(out) as {
    scenarios: { ok: boolean; steps: { kind: string }[] }[];
    booksAddUp: boolean;
  };
  expect(booksAddUp).toBe(true);
  expect(scenarios).toMatchObject([{ name: 'parked-return', ok: true }]);
  expect(scenarios[0]?.steps.map(({ kind }) => kind)).toEqual([
    'given',
    'given',
    'when',
    'then',
    'then',
    'when',
    'when',
    'then',
    'then',
    'then',
  ]);
});

test('a story that is not there is a wrong call', async () => {
  expect(await scenario('no-such')).toMatchObject({
    code: 2,
    errors: expect.stringContaining('there is no scenario "no-such"') as string,
  });
});
