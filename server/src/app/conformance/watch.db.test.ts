import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCrashHouse } from '../../../test/crash-till.ts';
import { listen } from '../../../test/flood.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';
import { readKeys } from '../../platform/keys-file.ts';
import { createApi } from '../api.ts';
import { judgeTill, makeCertificate, openTill, openWatchedLine, readCertificate, type CaseResult } from './index.ts';
import type { Till } from './till.ts';

let folder: string;
let fresh: FreshDatabase;
let demo: Awaited<ReturnType<typeof openCrashHouse>>;
let api: Awaited<ReturnType<typeof createApi>>;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-watch-`));
  fresh = await freshDatabase();
  demo = await openCrashHouse({ url: fresh.url, folder });
  api = await createApi(demo.house, { isReady: () => true, hasDocs: false });
  port = await listen(api);
}, 120_000);

afterAll(async () => {
  await api.close();
  await demo.close();
  await fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});

const sale = (): Record<string, unknown> => ({
  reference: `watched-${randomUUID()}`,
  occurredAt: isoFromInstant(systemClock().now()),
  currency: 'EUR',
  lines: [{ sku: 'coffee', amount: '1.80' }],
});

/** What a kind of till makes of a message that got no answer. */
type Temper = (till: Till, message: Record<string, unknown>) => Promise<unknown>;

/** A till of this temper sells fifteen times over a watched line; gives what the line says of it. */
async function watched(temper: Temper): Promise<CaseResult[]> {
  const line = await openWatchedLine(new URL(`http://127.0.0.1:${port}`), { host: '127.0.0.1', port: 0 });
  try {
    const till = openTill(line.url, demo.demo.till, {});
    for (let n = 0; n < 15; n += 1) {
      const message = sale();
      await till.ask('/v1/sales', message).catch(() => temper(till, message));
    }
    return judgeTill(line.notes());
  } finally {
    await line.close();
  }
}

const outcomes = (cases: readonly CaseResult[]): Record<string, string> =>
  Object.fromEntries(cases.map(({ code, outcome }) => [code, outcome]));

test('a till that sends the same again is certified for what it did, and for nothing else', async () => {
  const cases = await watched((till, message) => till.ask('/v1/sales', message));
  expect(outcomes(cases)).toEqual({
    ...{ 'till-repeats': 'passed', 'till-one-content': 'passed', 'till-readable': 'passed', 'till-sale': 'passed' },
    ...{ 'till-return': 'not_played', 'till-void': 'not_played', 'till-gift-card': 'not_played' },
  });
  const keys = readKeys(join(folder, 'keys.json'))!;
  const report = { run: 'r', begunAt: 'then', endedAt: 'now', cases };
  const made = makeCertificate(keys, { subject: 'till', version: '0', url: 'http://127.0.0.1' }, report);
  if (!made.ok) throw new Error(made.problem);
  // Fifteen sales, five of which lost their line: each is one operation.
  expect(made.certificate.passed[0]?.operations).toHaveLength(15);
  expect(readCertificate({ keys }, JSON.stringify(made.certificate))).toMatchObject({ ok: true });
});

test('a void by its reference is as good, and so is a notice of what was asked before', async () => {
  const voided = await watched((till, { reference, occurredAt }) => {
    const message = { reference: `${String(reference)}-v`, occurredAt, target: { family: 'sale', reference } };
    // Voids lose their line too.
    return till.ask('/v1/voids', message).catch(() => till.ask('/v1/voids', message));
  });
  expect(outcomes(voided)).toMatchObject({ 'till-repeats': 'passed', 'till-void': 'passed' });
  const told = await watched((till, message) => till.ask('/v1/sales', { ...message, manner: 'notice', offline: true }));
  expect(outcomes(told)['till-repeats']).toBe('passed');
});

test('a till that takes a broken line for a no is found out', async () => {
  const cases = await watched(() => Promise.resolve());
  expect(outcomes(cases)).toMatchObject({ 'till-repeats': 'failed', 'till-one-content': 'passed' });
});

test('a till that tries again under a new reference is found out', async () => {
  const cases = await watched((till) => till.ask('/v1/sales', sale()).catch(() => undefined));
  expect(outcomes(cases)['till-repeats']).toBe('failed');
});

test('a till that tries again with another amount is found out', async () => {
  const cases = await watched((till, message) =>
    till.ask('/v1/sales', { ...message, lines: [{ sku: 'coffee', amount: '2.00' }] }),
  );
  expect(outcomes(cases)).toMatchObject({ 'till-repeats': 'failed', 'till-one-content': 'failed' });
});

test('a till that was hardly heard is not judged', async () => {
  expect(judgeTill([]).every(({ outcome }) => outcome === 'not_played')).toBe(true);
});
