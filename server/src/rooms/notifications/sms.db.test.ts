import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { openMessageHouse, phoneOf, until, type MessageHouse } from '../../../test/message-house.ts';
import { openSmsCentre, smppSettings, type SmsCentre } from '../../../test/sms-centre.ts';

let house: MessageHouse;
let centre: SmsCentre;
const phone = phoneOf('+34600123456');
const heard: string[] = [];

beforeAll(async () => {
  house = await openMessageHouse();
  centre = await openSmsCentre();
  house.room.onState(async (_tx, { reference, state }) => void heard.push(`${reference} ${state}`));
  assert((await house.room.setSender(house.tenant, 'sms', smppSettings(centre.port), 1_000)).ok, 'it is set');
  const own = { template: 'free', kind: 'sms', language: 'en', subject: '', body: '{{ text }}', html: '' } as const;
  assert((await house.room.setTemplate(house.tenant, own)).ok, 'it is set');
  house.room.start();
  await until(() => centre.sessions.length > 0 || undefined);
});

beforeEach(() => {
  centre.submitted.length = 0;
  centre.onSubmit = () => undefined;
});

afterAll(async () => {
  await house.close();
  await centre.close();
});

const say = (text: string, more: object = {}) =>
  house.say({ kind: 'sms', to: { phone }, template: 'free', facts: { text }, ...more });

test('an SMS goes out in GSM 7, and its receipt makes it delivered; other rooms are told both', async () => {
  const reference = await say('¡Hola! Vale 5 €');
  await house.stateOf(reference, 'sent');
  const [sent] = centre.submitted;
  expect(sent).toMatchObject({
    to: '34600123456',
    from: 'Acme',
    text: '¡Hola! Vale 5 €',
    coding: 0,
    header: undefined,
  });
  await until(() => heard.includes(`${reference} sent`) || undefined);
  expect(await centre.receipt(sent!.id, 'ENROUTE')).toBe(0);
  expect(await centre.receipt(sent!.id, 'DELIVRD')).toBe(0);
  expect((await house.find(reference))?.state).toBe('delivered');
  await until(() => heard.includes(`${reference} delivered`) || undefined);
  expect(await centre.receipt(sent!.id, 'UNDELIV')).toBe(0);
  expect((await house.find(reference))?.state).toBe('delivered');
});

test('what GSM 7 lacks goes out in UCS-2, and a long text in parts that the handset joins', async () => {
  const text = 'Ваша карта готова. '.repeat(6).trim();
  const reference = await say(text);
  await house.stateOf(reference, 'sent');
  expect(centre.submitted.map(({ coding }) => coding)).toEqual([8, 8]);
  expect(centre.submitted.map(({ text: part }) => part).join('')).toBe(text);
  const headers = centre.submitted.map(({ header }) => header);
  expect(headers.map((header) => header?.slice(1))).toEqual([
    [2, 1],
    [2, 2],
  ]);
  expect(headers[0]?.[0]).toBe(headers[1]?.[0]);
  const [one, two] = centre.submitted;
  await centre.receipt(one!.id, 'DELIVRD');
  expect((await house.find(reference))?.state).toBe('sent');
  await centre.receipt(two!.id, 'DELIVRD');
  expect((await house.find(reference))?.state).toBe('delivered');
});

test('a message that is not delivered says why', async () => {
  const reference = await say('hello');
  await house.stateOf(reference, 'sent');
  await centre.receipt(centre.submitted[0]!.id, 'UNDELIV');
  expect(await house.find(reference)).toMatchObject({ state: 'failed', reason: 'smsc_undeliv_000' });
});

test('a receipt that is faster than our note is applied when the note is there', async () => {
  const ids: string[] = [];
  centre.onSubmit = (_to, nth) => {
    ids.push(`smsc-${nth}`);
    // Before the answer to the submit itself.
    void centre.receipt(`smsc-${nth}`, 'DELIVRD');
    return undefined;
  };
  const reference = await say('hurry');
  await house.stateOf(reference, 'delivered');
  expect(ids).toHaveLength(1);
});

test('parts that got through are not sent again when a later one is put off', async () => {
  let asked = 0;
  centre.onSubmit = () => ((asked += 1) === 2 ? 0x58 : undefined);
  const reference = await say('a'.repeat(400));
  await until(async () => (await house.find(reference))?.reason === 'smpp_58' || undefined);
  centre.onSubmit = () => undefined;
  house.clock.skip(10);
  await house.stateOf(reference, 'sent');
  expect(centre.submitted.map(({ header }) => header?.[2])).toEqual([1, 2, 3]);
  expect(new Set(centre.submitted.map(({ header }) => header?.[0])).size).toBe(1);
});

test('STOP ends messages to the number, START takes it back, other words mean nothing', async () => {
  const person = phoneOf('+34600777888');
  const to = { kind: 'sms', to: { phone: person }, template: 'free', facts: { text: 'x' } } as const;
  expect(await centre.reply('34600777888', 'Who are you?')).toBe(0);
  await house.stateOf(await house.say(to), 'sent');
  expect(await centre.reply('34600777888', ' Stop. ')).toBe(0);
  await house.stateOf(await house.say(to), 'suppressed');
  await house.stateOf(await say('to another'), 'sent');
  expect(await centre.reply('34600777888', 'START')).toBe(0);
  await house.stateOf(await house.say(to), 'sent');
});

test('a number that the network does not know fails, and a content that it refuses too', async () => {
  centre.onSubmit = () => 0x0b;
  expect(await house.stateOf(await say('x'), 'failed')).toMatchObject({ reason: 'smpp_0b' });
  expect(await house.stateOf(await say('я'.repeat(700)), 'failed')).toMatchObject({ reason: 'too_long' });
});

test('a line that breaks without an answer: the SMS is not sent twice, unless the sender says so', async () => {
  centre.onSubmit = () => {
    setTimeout(() => centre.sessions.at(-1)?.destroy(), 50);
    return 'silent';
  };
  const held = await say('once');
  expect(await house.stateOf(held, 'failed')).toMatchObject({ reason: 'outcome_unknown', attempts: 1 });
  expect(centre.submitted).toHaveLength(1);
  await house.room.setSender(house.tenant, 'sms', smppSettings(centre.port, 'resend'), 1_000);
  const again = await say('perhaps twice');
  await until(async () => (await house.find(again))?.reason === 'no_answer' || undefined);
  centre.onSubmit = () => undefined;
  house.clock.skip(10);
  await house.stateOf(again, 'sent');
  expect(centre.submitted.filter(({ text }) => text === 'perhaps twice')).toHaveLength(2);
  await house.room.setSender(house.tenant, 'sms', smppSettings(centre.port), 1_000);
}, 30_000);

test('who dies while he sends an SMS leaves one that is not sent again', async () => {
  const reference = await say('once and no more');
  const { message } = await house.stateOf(reference, 'sent');
  await house.database.query(
    `update notifications.message set state = 'sending', leased_until = $2 where message = $1`,
    [message, new Date(house.clock.now() / 1_000).toISOString()],
  );
  expect(await house.stateOf(reference, 'failed')).toMatchObject({ reason: 'outcome_unknown' });
  expect(centre.submitted).toHaveLength(1);
});

test('a centre that is away and comes back is found again', async () => {
  const { port } = centre;
  await centre.close();
  const reference = await say('later');
  await until(async () => ((await house.room.findSender(house.tenant, 'sms'))?.failures ?? 0) > 0 || undefined);
  expect((await house.find(reference))?.state).not.toBe('failed');
  centre = await openSmsCentre(port);
  await until(async () => {
    house.clock.skip(2);
    return (await house.find(reference))?.state === 'sent' || undefined;
  }, 20_000);
  expect(centre.binds.length).toBeGreaterThan(0);
}, 30_000);
