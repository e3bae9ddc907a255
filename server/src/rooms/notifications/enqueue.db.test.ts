import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { parsePhone } from '../../kernel/phone.ts';
import { createTokens } from '../../kernel/token.ts';
import { systemClock } from '../../platform/clock.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';
import { testKeys } from '../../../test/webhook-house.ts';
import { openTenantWithLanes } from '../../../test/journal-rows.ts';
import { createNotifications, type MessageInput, type Notifications } from './index.ts';

const parsed = parsePhone('+34600123456');
assert(parsed.ok, 'a phone');
const phone = parsed.value;

let fresh: FreshDatabase;
let room: Notifications;
let tenant: number;

beforeAll(async () => {
  fresh = await freshDatabase();
  tenant = (await openTenantWithLanes(fresh.database, 'acme', 1)).tenant;
  room = createNotifications({
    database: fresh.database,
    clock: systemClock(),
    keys: testKeys(),
    tokens: createTokens(randomBytes(16)),
  });
});

afterAll(async () => fresh.drop());

const code = (reference: string, digits = '123456'): MessageInput => ({
  ...{ tenant, reference, kind: 'sms', to: { phone }, template: 'phone-code', language: 'en' },
  facts: { code: digits, minutes: 10 },
});

const countMessages = async () =>
  (await fresh.database.query<{ count: bigint }>('select count(*) from notifications.message'))[0].count;

test('a message is in the queue when its transaction commits, and only then', async () => {
  const before = await countMessages();
  await expect(
    fresh.database.transaction(async (tx) => {
      expect(await room.enqueue(tx, code('rolled-back'))).toMatchObject({ ok: true, isRepeat: false });
      throw new Error('the sale fails');
    }),
  ).rejects.toThrow('the sale fails');
  expect(await countMessages()).toBe(before);
  await fresh.database.transaction((tx) => room.enqueue(tx, code('committed')));
  expect(await countMessages()).toBe(before + 1n);
});

test('the same reference is the same message, also of twenty at once; with other content it is refused', async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => room.enqueue(fresh.database, code('twenty'))));
  expect(new Set(outcomes.map((one) => (one.ok ? one.message : 0n))).size).toBe(1);
  expect(outcomes.filter((one) => one.ok && !one.isRepeat)).toHaveLength(1);
  expect(await room.enqueue(fresh.database, code('twenty', '654321'))).toMatchObject({
    ok: false,
    refusal: 'notifications.message.reference_reused',
  });
});

test('neither phone nor code stands in the row', async () => {
  await room.enqueue(fresh.database, code('hidden', '998877'));
  const [row] = await fresh.database.query<Record<string, unknown>>(
    `select *, encode(sealed, 'escape') as shown from notifications.message where reference = 'hidden'`,
  );
  const text = JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  expect(text).not.toContain('600123456');
  expect(text).not.toContain('998877');
  expect(row['masked']).toBe('+34•••••3456');
});
