import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Fault } from '../../kernel/fault.ts';
import { addSeconds, instantFromIso, type Instant } from '../../kernel/instant.ts';
import { freshDatabase, type FreshDatabase } from '../database/template.ts';
import { createRepeats, KEPT_DAYS, type NamedWrite, type Repeats } from './index.ts';

const secret = (number: number, bytes: number) => ({ number, secret: Buffer.alloc(bytes, number) });
const keys = {
  wrapping: [secret(1, 32)],
  digest: [secret(1, 32)],
  signing: [secret(1, 32)],
  token: [secret(1, 16)],
};
const newerKeys = { ...keys, digest: [secret(1, 32), secret(2, 32)], wrapping: [secret(1, 32), secret(2, 32)] };

let fresh: FreshDatabase;
let repeats: Repeats;
let now = instantFromIso('2026-11-22T10:00:00Z') as Instant;
const clock = { now: () => now };
beforeAll(async () => {
  fresh = await freshDatabase();
  repeats = createRepeats({ database: fresh.database, keys, clock });
});
afterAll(() => fresh.drop());

const write = (reference: string, content = 'a', credential = 7n): NamedWrite => ({
  ...{ tenant: 1, credential, reference, content },
});
const yes = () => true;

it('a write sent again under its name is done once and answered the same', async () => {
  const work = vi.fn(async () => ({ status: 201, body: { secret: 'whsec_1' } }));
  const first = await repeats.once(write('once'), work, yes);
  const again = await repeats.once(write('once'), work, yes);
  expect(first).toEqual({ done: { status: 201, body: { secret: 'whsec_1' } }, repeated: false });
  expect(again).toEqual({ done: { status: 201, body: { secret: 'whsec_1' } }, repeated: true });
  expect(work).toHaveBeenCalledTimes(1);
});

it('another content under the name is refused, and the same name of another credential is another name', async () => {
  const work = vi.fn(() => ({ status: 200 }));
  await repeats.once(write('reused'), work, yes);
  expect(await repeats.once(write('reused', 'b'), work, yes)).toMatchObject({
    refusal: 'operation.reference_reused',
  });
  expect(await repeats.once(write('reused', 'b', 8n), work, yes)).toMatchObject({ repeated: false });
  expect(work).toHaveBeenCalledTimes(2);
});

it('of fifty at one moment one is done', async () => {
  const work = vi.fn(async () => ({ status: 201 }));
  const told = await Promise.all(Array.from({ length: 50 }, () => repeats.once(write('at-once'), work, yes)));
  expect(work).toHaveBeenCalledTimes(1);
  expect(told.filter((one) => 'done' in one && !one.repeated)).toHaveLength(1);
  const others = told.flatMap((one) => ('refusal' in one ? [one.refusal] : []));
  expect(new Set(['operation.under_way', ...others])).toEqual(new Set(['operation.under_way']));
});

it('a refusal, and a fault after which nothing stands, leave the name free', async () => {
  expect(
    await repeats.once(
      write('freed'),
      () => ({ refusal: 'x' }),
      () => false,
    ),
  ).toMatchObject({ repeated: false });
  const down = () => Promise.reject(new Fault('no connection', { retry: 'safe' }));
  await expect(repeats.once(write('freed'), down, yes)).rejects.toThrow('no connection');
  expect(await repeats.once(write('freed', 'b'), () => ({ status: 200 }), yes)).toMatchObject({ repeated: false });
});

it('what was cut off is never done a second time, and is said to be so', async () => {
  const lost = () => Promise.reject(new Fault('the commit was lost', { retry: 'unknown' }));
  await expect(repeats.once(write('cut-off'), lost, yes)).rejects.toThrow('lost');
  const work = vi.fn(() => ({ status: 200 }));
  expect(await repeats.once(write('cut-off'), work, yes)).toMatchObject({ refusal: 'operation.under_way' });
  now = addSeconds(now, 600);
  expect(await repeats.once(write('cut-off'), work, yes)).toMatchObject({ refusal: 'operation.outcome_lost' });
  expect(work).not.toHaveBeenCalled();
});

it('newer keys know what was kept under older ones, and nothing of it stands in the clear', async () => {
  await repeats.once(write('rotated', 'the-content'), () => ({ status: 201, body: 'the-answer' }), yes);
  const newer = createRepeats({ database: fresh.database, keys: newerKeys, clock });
  const work = vi.fn(() => ({ status: 500, body: '' }));
  expect(await newer.once(write('rotated', 'the-content'), work, yes)).toMatchObject({
    done: { body: 'the-answer' },
    repeated: true,
  });
  const rows = await fresh.database.run<{ row: string }>({
    name: 'test.repeatsRows',
    text: `select encode(content_digest, 'escape') || encode(answer, 'escape') as row from repeats.answer where answer is not null`,
  });
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(({ row }) => row).join()).not.toMatch(/the-content|the-answer|whsec/);
});

it('a name is forgotten after its days, not before', async () => {
  await repeats.once(write('old'), () => ({ status: 200 }), yes);
  now = addSeconds(now, KEPT_DAYS * 86_400 - 1);
  const work = vi.fn(() => ({ status: 200 }));
  await repeats.sweep();
  expect(await repeats.once(write('old'), work, yes)).toMatchObject({ repeated: true });
  now = addSeconds(now, 2);
  expect(await repeats.sweep()).toBeGreaterThan(0);
  expect(await repeats.once(write('old'), work, yes)).toMatchObject({ repeated: false });
});
