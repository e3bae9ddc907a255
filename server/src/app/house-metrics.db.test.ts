import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../test/house.ts';
import { luhnDigit } from '../kernel/card-number.ts';
import { parsePhone } from '../kernel/phone.ts';
import { createMetrics } from '../platform/metrics.ts';
import { parseNetworks } from '../platform/networks.ts';
import { standInJson, startStandIn, type StandIn } from '../rooms/processors/index.ts';
import { watchHouse } from './house-metrics.ts';

// What an operator reads at /metrics of messages and processors.

const metrics = createMetrics();
let house: TestHouse;
let standIn: StandIn;
const CARD = `700000000000001${luhnDigit('700000000000001')}`;

beforeAll(async () => {
  house = await makeHouse({ webhookAllow: parseNetworks('127.0.0.1')! });
  standIn = await startStandIn(house.clock);
  standIn.books.open(CARD);
  standIn.books.book(CARD, 10_000n, 'LOAD', 3_600);
  watchHouse(metrics, house);
  const asTenant = { secret: house.secrets.tenant };
  const range = { code: 'theirs', prefix: '7000', length: 16, type: 'multi', checkDigit: 'luhn', processor: 'other' };
  await house.request('POST /v1/card-ranges', range, asTenant);
  const body = { unit: 'EUR', timeoutMs: 300, service: standInJson(standIn.url) };
  await house.request('PUT /v1/processors/other', body, asTenant);
});
afterAll(async () => {
  await house.notifications.stop();
  await standIn.stop();
  await house.close();
});

/** The value of a figure with these labels, as text of /metrics has it. */
const figure = async (name: string, labels = ''): Promise<number | undefined> => {
  const text = await metrics.registry.metrics();
  const line = text.split('\n').find((one) => one.startsWith(`${name}{${labels}`));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
};
const say = async (reference: string) => {
  const phone = parsePhone('+34600111222');
  if (!phone.ok) throw new Error('a phone');
  const facts = { tenant: 'Demo' };
  await house.notifications.enqueueNow({
    ...{
      tenant: house.tenant,
      reference,
      kind: 'sms',
      to: { phone: phone.value },
      template: 'test',
      facts,
      language: 'en',
    },
  });
};

test('messages that wait are counted with the age of the oldest, then by what became of them', async () => {
  expect(await figure('tallystick_messages_queued', 'kind="sms"')).toBe(0);
  await say('m-1');
  await say('m-2');
  await house.database.query("update notifications.message set made_at = made_at - interval '90 seconds'");
  expect(await figure('tallystick_messages_queued', 'kind="sms"')).toBe(2);
  expect(await figure('tallystick_messages_oldest_seconds', 'kind="sms"')).toBeGreaterThanOrEqual(90);
  expect(await figure('tallystick_messages_queued', 'kind="push"')).toBe(0);
  house.notifications.start();
  await expect
    .poll(() => figure('tallystick_messages_ended_total', 'kind="sms",via="outbox",end="sent"'), { timeout: 10_000 })
    .toBe(2);
  expect(await figure('tallystick_messages_oldest_seconds', 'kind="sms"')).toBe(0);
  const suppression = { kind: 'sms', address: '+34600111222', scope: 'all' };
  await house.request('POST /v1/suppressions', suppression, { secret: house.secrets.tenant });
  await say('m-3');
  await expect
    .poll(() => figure('tallystick_messages_ended_total', 'kind="sms",via="",end="suppressed"'), { timeout: 10_000 })
    .toBe(1);
  expect(await figure('tallystick_messages_suppressed', 'kind="sms"')).toBe(1);
});

test('questions to processors are counted by what came of them, with failures in a row and what is uncertain', async () => {
  const of = 'tenant="demo",processor="other"';
  expect(await figure('tallystick_processor_failures_in_a_row', of)).toBe(0);
  const pay = (reference: string) =>
    house.request('POST /v1/processor-payments', { reference, card: CARD, amount: '1.00', currency: 'EUR' });
  await pay('p-1');
  await pay('p-2');
  standIn.setMood({ manner: 'silent', questions: ['redeem'] });
  await pay('p-3');
  const questions = 'tallystick_processor_questions_total';
  expect(await figure(questions, `${of},question="redeem",outcome="yes"`)).toBe(2);
  expect(await figure(questions, `${of},question="redeem",outcome="unknown"`)).toBe(1);
  expect(await figure('tallystick_processor_failures_in_a_row', of)).toBe(1);
  expect(await figure('tallystick_processor_payments_uncertain', of)).toBe(1);
  expect(await figure('tallystick_processor_slowed', of)).toBe(0);
  for (let n = 4; n < 12; n++) await pay(`p-${n}`);
  expect(await figure('tallystick_processor_slowed', of)).toBe(1);
  standIn.setMood(undefined);
  await pay('p-20');
  expect(await figure('tallystick_processor_slowed', of)).toBe(0);
});

test('the age of what a processor said is that of the oldest balance', async () => {
  await house.database.query("update processors.card set balance_at = balance_at - interval '1 hour'");
  const age = await figure('tallystick_processor_oldest_balance_seconds', 'tenant="demo",processor="other"');
  expect(age).toBeGreaterThanOrEqual(3_600);
  expect(age).toBeLessThan(3_700);
});
