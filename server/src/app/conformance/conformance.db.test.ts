import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCrashHouse } from '../../../test/crash-till.ts';
import { assertBooks } from '../../../test/books.ts';
import { listen } from '../../../test/flood.ts';
import { openLyingLine, type Lie } from '../../../test/lying-line.ts';
import { systemClock } from '../../platform/clock.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';
import { publicSigningKeys, type Keys } from '../../platform/keys.ts';
import { readKeys } from '../../platform/keys-file.ts';
import { throwAwayKeys } from '../scenario/index.ts';
import { createApi } from '../api.ts';
import {
  conformanceCases,
  makeCertificate,
  openTill,
  playConformance,
  readCertificate,
  type ConformanceReport,
} from './index.ts';

let folder: string;
let fresh: FreshDatabase;
let demo: Awaited<ReturnType<typeof openCrashHouse>>;
let api: Awaited<ReturnType<typeof createApi>>;
let port: number;
let keys: Keys;

const BY = { subject: 'server', version: '0.0.0', url: 'http://127.0.0.1' } as const;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-conformance-`));
  fresh = await freshDatabase();
  demo = await openCrashHouse({ url: fresh.url, folder });
  const read = readKeys(join(folder, 'keys.json'));
  if (!read) throw new Error('the demo has keys');
  keys = read;
  api = await createApi(demo.house, { isReady: () => true, validateAnswers: true, hasDocs: false });
  port = await listen(api);
}, 120_000);

afterAll(async () => {
  await api.close();
  await demo.close();
  await fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Plays all cases as the demo's till, with one of its gift cards: sold by the first run, loaded by those after it. */
async function play(lie?: Lie): Promise<ConformanceReport> {
  const line = await openLyingLine(port, lie);
  try {
    const { till, members, giftCards } = demo.demo;
    return await playConformance({
      till: openTill(line.url, till, {}),
      props: { currency: 'EUR', member: members[0].card, giftCards },
      clock: systemClock(),
    });
  } finally {
    await line.close();
  }
}

const failed = ({ cases }: ConformanceReport): string[] =>
  cases.filter(({ outcome }) => outcome === 'failed').map(({ code }) => code);
const wrong = ({ cases }: ConformanceReport) =>
  cases.flatMap(({ code, checks }) => checks.filter(({ ok }) => !ok).map((one) => ({ code, ...one })));

test('a till plays every case, twice with the same card, and what passed is signed', async () => {
  for (let times = 0; times < 2; times += 1) {
    const report = await play();
    expect(wrong(report)).toEqual([]);
    expect(report.cases.map(({ code }) => code)).toEqual(conformanceCases.map(({ code }) => code));
    expect(report.cases.filter(({ outcome }) => outcome !== 'passed').map(({ code }) => code)).toEqual([
      'dynamic-code',
    ]);
    const made = makeCertificate(keys, BY, report);
    if (!made.ok) throw new Error(made.problem);
    const text = JSON.stringify(made.certificate);
    expect(readCertificate({ keys }, text)).toMatchObject({ ok: true });
    expect(made.certificate.notPlayed).toEqual([{ code: 'dynamic-code', why: 'no code of a phone was given' }]);
    const { number, pin } = demo.demo.giftCards[0]!;
    for (const secret of [number, `"${pin}"`, demo.demo.till, demo.demo.members[0].card]) {
      expect(JSON.stringify(report) + text).not.toContain(secret);
    }
  }
  await assertBooks(demo.house);
}, 60_000);

test('a server that books a repeat a second time, and says so, fails every case that repeats', async () => {
  const report = await play('plainly');
  expect(failed(report)).toEqual(
    expect.arrayContaining([
      'repeat',
      'points-once',
      'return-by-line',
      'gift-load',
      'gift-redeem',
      'gift-hold-capture',
    ]),
  );
  expect(makeCertificate(keys, BY, report)).toMatchObject({ ok: false, problem: expect.stringContaining('repeat') });
}, 60_000);

test('a server that books it a second time and denies it is found out by wallets and balance', async () => {
  const report = await play('slyly');
  expect(failed(report)).toEqual(
    expect.arrayContaining(['points-once', 'gift-load', 'gift-redeem', 'gift-unknown-outcome']),
  );
  // Answers alone look right.
  expect(failed(report)).not.toContain('repeat');
  expect(makeCertificate(keys, BY, report)).toMatchObject({ ok: false });
}, 60_000);

test('a certificate counts as it was signed, under its own key, and for its own installation', async () => {
  const report = await play();
  const made = makeCertificate(keys, BY, report);
  if (!made.ok) throw new Error(made.problem);
  const { certificate } = made;
  const text = JSON.stringify(certificate, undefined, 2);
  const [ours, theirs] = [publicSigningKeys(keys)[0]!.pem, publicSigningKeys(throwAwayKeys())[0]!.pem];
  expect(readCertificate({ publicKey: ours }, text)).toMatchObject({ ok: true });
  for (const checker of [{ publicKey: theirs }, { keys: throwAwayKeys() }]) {
    expect(readCertificate(checker, text)).toMatchObject({ ok: false, problem: expect.stringContaining('signature') });
  }
  const changes = [
    { terminal: 'till-2' },
    { notPlayed: [] },
    { url: 'https://elsewhere.example' },
    { key: 2 },
    { signature: '' },
    { passed: certificate.passed.slice(1) },
  ];
  for (const change of changes) {
    expect(readCertificate({ keys }, JSON.stringify({ ...certificate, ...change }))).toMatchObject({ ok: false });
  }
  expect(readCertificate({ keys }, '{')).toMatchObject({
    ok: false,
    problem: expect.stringContaining('not a certificate'),
  });
  // Whoever has other keys did not answer, and does not sign.
  expect(makeCertificate(throwAwayKeys(), BY, report)).toMatchObject({
    ok: false,
    problem: expect.stringContaining('another installation'),
  });
}, 60_000);

test('a server that is not there fails every case, and nothing is signed', async () => {
  const nobody = await openLyingLine(port);
  await nobody.close();
  const report = await playConformance({
    till: openTill(nobody.url, 'tsk_none', {}),
    props: { currency: 'EUR', giftCards: [] },
    clock: systemClock(),
  });
  expect(report.cases.filter(({ outcome }) => outcome === 'passed')).toEqual([]);
  expect(makeCertificate(keys, BY, report)).toMatchObject({ ok: false });
});
