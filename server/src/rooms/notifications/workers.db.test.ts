import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMessageHouse, phoneOf, until, type MessageHouse } from '../../../test/message-house.ts';
import { openSmsCentre, smppSettings, type SmsCentre } from '../../../test/sms-centre.ts';

let house: MessageHouse;
let centre: SmsCentre;

beforeEach(async () => {
  house = await openMessageHouse();
  centre = await openSmsCentre();
});

afterEach(async () => {
  await house.close();
  await centre.close();
});

const MESSAGES = 200;
const sayAll = (count = MESSAGES) =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      house.say({ kind: 'sms', to: { phone: phoneOf(`+346001${String(i).padStart(5, '0')}`) }, reference: `m-${i}` }),
    ),
  );
const count = async (where: string) =>
  Number(
    (await house.database.query<{ count: bigint }>(`select count(*) from notifications.message where ${where}`))[0]
      ?.count,
  );

test('three workers on one database send each of 200 messages once', async () => {
  await house.room.setSender(house.tenant, 'sms', smppSettings(centre.port), 10_000);
  await sayAll();
  for (const worker of [house.room, house.another(), house.another()]) worker.start();
  await until(async () => (await count(`state = 'sent'`)) === MESSAGES || undefined, 20_000);
  expect(centre.submitted).toHaveLength(MESSAGES);
  expect(new Set(centre.submitted.map(({ to }) => to)).size).toBe(MESSAGES);
  expect(await count('attempts <> 1')).toBe(0);
  expect(house.failures).toEqual([]);
}, 30_000);

test('the control: workers that look and then write, without the lock, take the same messages', async () => {
  await sayAll(50);
  const look = () =>
    house.database.query<{ message: bigint }>(
      `select message from notifications.message where state = 'queued' order by message limit 16`,
    );
  const take = async (rows: readonly { message: bigint }[]): Promise<bigint[]> => {
    const taken = await house.database.query<{ message: bigint }>(
      `update notifications.message set state = 'sending', leased_until = now() + interval '1 minute'
        where message = any($1) returning message`,
      [rows.map(({ message }) => message)],
    );
    return taken.map(({ message }) => message);
  };
  // All look before the first writes, as happens when they run at the same moment.
  const seen = await Promise.all([look(), look(), look()]);
  const taken = (await Promise.all(seen.map(take))).flat();
  expect(new Set(taken).size).toBeLessThan(taken.length);
});

test('all workers together keep the rate of the sender', async () => {
  await house.room.setSender(house.tenant, 'sms', smppSettings(centre.port), 20);
  await sayAll(60);
  house.room.start();
  house.another().start();
  const startedMs = performance.now();
  await until(async () => (await count(`state = 'sent'`)) === 60 || undefined, 20_000);
  // The first second's worth goes at once; the other forty take two seconds.
  expect(performance.now() - startedMs).toBeGreaterThan(1_800);
}, 30_000);

test('without a channel everything lands in the outbox, where it can be looked at, before and after a worker saw it', async () => {
  const reference = await house.say({ kind: 'sms', to: { phone: phoneOf('+34600123456') } });
  const look = () => house.room.outbox(house.tenant, { before: 2n ** 62n, limit: 10 });
  const shown = {
    to: '+34600123456',
    text: 'Acme: this is a test message. Nothing has to be done.',
  };
  expect(await look()).toMatchObject([{ ...shown, state: 'queued' }]);
  house.room.start();
  await house.stateOf(reference, 'sent');
  expect(await look()).toMatchObject([{ ...shown, state: 'sent' }]);
});

test('a listener that fails delays its message and no other, and is told again', async () => {
  const told: string[] = [];
  let isBroken = true;
  house.room.onState(async (tx, { reference, state }) => {
    if (reference === 'bad' && isBroken) throw new Error('not now');
    await tx.query('select 1');
    told.push(`${reference} ${state}`);
  });
  await house.say({ kind: 'sms', to: { phone: phoneOf('+34600123456') }, reference: 'bad' });
  await house.say({ kind: 'sms', to: { phone: phoneOf('+34600123457') }, reference: 'good' });
  house.room.start();
  await until(() => told.includes('good sent') || undefined);
  expect(told).not.toContain('bad sent');
  isBroken = false;
  await until(() => told.includes('bad sent') || undefined);
});

test('address and facts are deleted when they are kept no longer, those of a secret at once', async () => {
  await house.room.setSender(house.tenant, 'sms', smppSettings(centre.port), 100);
  const phone = phoneOf('+34600123456');
  const facts = { code: '123456', minutes: 10 };
  const secret = await house.say({ kind: 'sms', to: { phone }, template: 'phone-code', facts, isSecret: true });
  const plain = await house.say({ kind: 'sms', to: { phone } });
  house.room.start();
  expect(await house.stateOf(secret, 'sent')).toMatchObject({ isKept: false });
  expect(await house.stateOf(plain, 'sent')).toMatchObject({ isKept: true });
  await house.room.forgetAddress(house.database, house.tenant, 'sms', phone);
  expect(await house.find(plain)).toMatchObject({ isKept: false, masked: '' });
  expect(
    await house.room.resend(house.tenant, house.room.messageToken((await house.find(plain))!.message), 'r'),
  ).toEqual({
    ok: false,
    refusal: 'notifications.message.not_kept',
  });
});
