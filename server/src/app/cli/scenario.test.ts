import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  expect(out).toMatch(/^earn-and-spend +whole system +Lucía earns, waits, spends and takes goods back$/m);
  expect(out).toMatch(/^three-for-two +in memory +Take three, pay two/m);
});

test('a story is told step by step with dates, balances and reasons, and ends with 0', async () => {
  const { code, out, errors } = await scenario('parked-return', '--explain');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(out).toContain('when goods come back of sale receipt-77, which has not arrived');
  expect(out).toContain('@ till 2026-01-12 12:00 | recorded 2026-01-12 12:00 | business day 2026-01-12');
  expect(out).toContain('= Lucía: points 50 available');
  expect(out).toContain('+ base-earn: 1 point per 1.00 spent');
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

test('a story of promotions is played in memory, in either language, by its own rulebook or one in a file', async () => {
  const { code, out } = await scenario('run', 'three-for-two', '--language', 'es');
  expect(code).toBe(0);
  expect(out).toContain('three-for-two: 2,00 de descuento');
  expect(out).toContain('1 as told, 0 not');
  const rulebook = await scenario('show', 'double-points-weekend', '--rulebook-only');
  const file = join(folder, 'weekend.json');
  writeFileSync(file, rulebook.out);
  const other = await scenario('run', 'three-for-two', '--rulebook', file);
  expect(other.code).toBe(1);
  expect(other.out).toContain('! to pay: expected 7.00, found 9.00');
});

test('what is shown can be changed and run as a file; a file that is wrong is named with the place', async () => {
  const file = join(folder, 'own.json');
  const shown = JSON.parse((await scenario('show', 'birthday-week')).out) as { steps: object[] };
  writeFileSync(file, JSON.stringify(shown));
  expect(await scenario('run', file)).toMatchObject({ code: 0 });
  writeFileSync(file, JSON.stringify({ ...shown, steps: [{ passes: { weeks: 1 } }] }));
  expect(await scenario('run', file)).toMatchObject({
    code: 2,
    errors: expect.stringContaining(`${file}: steps[0].passes`) as string,
  });
});

test('a story that is not there is a wrong call', async () => {
  expect(await scenario('no-such')).toMatchObject({
    code: 2,
    errors: expect.stringContaining('there is no scenario "no-such"') as string,
  });
});
