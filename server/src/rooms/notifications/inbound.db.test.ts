import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaint, deliveryReport } from '../../../test/mail-reports.ts';
import { mailSettings, openMailServer, type MailServer } from '../../../test/mail-server.ts';
import { emailOf, openMessageHouse, phoneOf, type MessageHouse } from '../../../test/message-house.ts';
import { openGateway } from '../../../test/push-service.ts';
import { assert } from '../../kernel/assert.ts';
import type { SenderInput } from './index.ts';

// What comes in by itself: bounces and complaints of mailboxes, and what people answer by a gateway. Sent by a real SMTP server and a
// real gateway first, so that the names in what comes back are those that went out.

let house: MessageHouse;
let server: MailServer;
let gateway: Awaited<ReturnType<typeof openGateway>>;
let people = 0;

beforeAll(async () => {
  house = await openMessageHouse();
  server = await openMailServer();
  gateway = await openGateway();
  const mail = { ...mailSettings(server.port), reports: { secret: 'mailbox-secret' } };
  assert((await house.room.setSender(house.tenant, 'email', mail, 100)).ok, 'mail is set');
  const sms: SenderInput = {
    ...{ protocol: 'http', method: 'POST', format: 'json', senderId: 'Acme', onUnknown: 'hold' },
    url: `http://127.0.0.1:${gateway.port}/send`,
    fields: { to: '{to}', text: '{text}' },
    replies: { fromPath: 'message.from', textPath: 'message.text', secret: 'reply-secret' },
    receipts: { idPath: 'id', statePath: 'status', delivered: ['OK'], failed: [], secret: 'receipt-secret' },
  };
  assert((await house.room.setSender(house.tenant, 'sms', sms, 100)).ok, 'the gateway is set');
  house.room.start();
});
beforeEach(() => {
  server.mails.length = 0;
});
afterAll(async () => {
  await house.close();
  await server.close();
  await gateway.close();
});

const NOT_SIGNED = { ok: false, refusal: 'notifications.receipt.not_signed' };
const signed = (body: string, { secret = 'mailbox-secret', late = 0, at = 0 } = {}) => {
  const atSeconds = (at || Math.floor(house.clock.now() / 1_000_000)) - late;
  const signature = createHmac('sha256', secret)
    .update(`${atSeconds}.`)
    .update(Buffer.from(body, 'latin1'))
    .digest('hex');
  const place = house.room.gatewayToken(house.tenant);
  return { gateway: place, atSeconds, signature, body: Buffer.from(body, 'latin1') };
};
const report = (body: string, how?: Parameters<typeof signed>[1]) => house.room.acceptMailReport(signed(body, how));
const answer = (body: string, how: Parameters<typeof signed>[1] = {}) =>
  house.room.acceptReply(signed(body, { secret: 'reply-secret', ...how }));
const suppressions = () => house.room.suppressions(house.tenant, { before: 2n ** 62n, limit: 50 });

/** An e-mail to somebody new that went out, and the name under which it did. */
async function mailed() {
  const email = emailOf(`person${(people += 1)}@example.com`);
  const reference = await house.say({ kind: 'email', to: { email } });
  await house.stateOf(reference, 'sent');
  const id = server.mails.at(-1)?.read.messageId ?? '';
  const name = id.slice(1, id.indexOf('@'));
  return { email, reference, name };
}
const again = (email: ReturnType<typeof emailOf>) => house.say({ kind: 'email', to: { email } });

describe('a bounce', () => {
  test('from an address where nobody is fails the e-mail and suppresses the address', async () => {
    const { email, reference, name } = await mailed();
    expect(await report(deliveryReport({ name, action: 'failed', status: '5.1.1' }))).toEqual({ ok: true });
    expect(await house.find(reference)).toMatchObject({ state: 'failed', reason: 'bounced_5_1_1' });
    const [entry] = await suppressions();
    expect(entry).toMatchObject({ kind: 'email', reason: 'bounced', scope: 'all', masked: 'p•••@example.com' });
    await house.stateOf(await again(email), 'suppressed');
    expect(server.mails).toHaveLength(1);
  });

  test.each([
    ['a full mailbox', 'failed', '5.2.2', 'failed'],
    ['a delay', 'delayed', '4.4.1', 'sent'],
    ['a failure for the time being', 'failed', '4.4.7', 'sent'],
  ])('by %s suppresses nobody', async (_, action, status, state) => {
    const before = (await suppressions()).length;
    const { email, reference, name } = await mailed();
    expect(await report(deliveryReport({ name, action, status }))).toEqual({ ok: true });
    expect((await house.find(reference))?.state).toBe(state);
    expect(await suppressions()).toHaveLength(before);
    await house.stateOf(await again(email), 'sent');
  });

  test('about an e-mail that is none of ours, another kind of message or another tenant’s changes nothing', async () => {
    const before = (await suppressions()).length;
    const phone = phoneOf('+34600777001');
    const sms = await house.say({ kind: 'sms', to: { phone } });
    const { message } = await house.stateOf(sms, 'sent');
    const names = [
      'nobody',
      `msg_${'0'.repeat(26)}`,
      house.room.messageToken(message),
      house.room.messageToken(999_999n),
    ];
    for (const name of names)
      expect(await report(deliveryReport({ name, action: 'failed', status: '5.1.1' }))).toEqual({ ok: true });
    expect(await suppressions()).toHaveLength(before);
    expect((await house.find(sms))?.state).toBe('sent');
  });

  test('believes nothing of the address that it names: only the e-mail that it returns counts', async () => {
    const one = await mailed();
    const two = await mailed();
    const forged = deliveryReport({ name: one.name, action: 'failed', status: '5.1.1' }).replaceAll(
      'lucia@example.com',
      two.email,
    );
    await report(forged);
    expect((await house.stateOf(await again(two.email), 'sent')).via).toBe('smtp');
    expect((await house.stateOf(await again(one.email), 'suppressed')).via).toBe('');
  });
});

test('a complaint suppresses the address, whatever became of the e-mail', async () => {
  const { email, reference, name } = await mailed();
  expect(await report(complaint({ name }))).toEqual({ ok: true });
  expect((await house.find(reference))?.state).toBe('sent');
  expect((await suppressions())[0]).toMatchObject({ reason: 'complained', scope: 'all' });
  await house.stateOf(await again(email), 'suppressed');
  const other = await mailed();
  await report(complaint({ name: other.name, type: 'not-spam' }));
  await house.stateOf(await again(other.email), 'sent');
});

describe('what is not signed', () => {
  test('changes nothing: a wrong secret, the secret of another thing, an old moment, a changed body, an unknown place', async () => {
    const { email, name } = await mailed();
    const body = deliveryReport({ name, action: 'failed', status: '5.1.1' });
    expect(await report(body, { secret: 'guess' })).toEqual(NOT_SIGNED);
    expect(await report(body, { secret: 'reply-secret' })).toEqual(NOT_SIGNED);
    expect(await report(body, { secret: '' })).toEqual(NOT_SIGNED);
    expect(await report(body, { late: 301 })).toEqual(NOT_SIGNED);
    expect(await report(body, { late: -301 })).toEqual(NOT_SIGNED);
    const good = signed(body);
    expect(await house.room.acceptMailReport({ ...good, body: Buffer.from(`${body} `) })).toEqual(NOT_SIGNED);
    expect(await house.room.acceptMailReport({ ...good, signature: good.signature.slice(2) })).toEqual(NOT_SIGNED);
    expect(await house.room.acceptMailReport({ ...good, signature: `${good.signature}00` })).toEqual(NOT_SIGNED);
    expect(await house.room.acceptMailReport({ ...good, atSeconds: good.atSeconds + 1 })).toEqual(NOT_SIGNED);
    for (const place of ['', 'gwy_', `gwy_${'0'.repeat(26)}`, house.tokens.encode('gwy', 0, 99n)])
      expect(await house.room.acceptMailReport({ ...good, gateway: place })).toEqual(NOT_SIGNED);
    await house.stateOf(await again(email), 'sent');
    // The control: the very same, signed, is taken.
    expect(await house.room.acceptMailReport(good)).toEqual({ ok: true });
    await house.stateOf(await again(email), 'suppressed');
  });

  test('an answer by a gateway that has no secret for answers is refused', async () => {
    const body = '{"message":{"from":"+34600777009","text":"STOP"}}';
    expect(await answer(body, { secret: 'receipt-secret' })).toEqual(NOT_SIGNED);
    expect(await house.room.acceptCallback(signed(body, { secret: 'reply-secret' }))).toEqual(NOT_SIGNED);
  });
});

describe('an e-mail that was sent from an address of its own', () => {
  const settings = (reports: object): SenderInput => ({ ...mailSettings(server.port), reports });
  const set = (reports: object) => house.room.setSender(house.tenant, 'email', settings(reports), 100);
  const bounce = (to: string, name = 'nobody') =>
    deliveryReport({ name, to, action: 'failed', status: '5.1.1', returned: 'none' });
  beforeAll(async () => {
    // The secret that was left out stays.
    assert((await set({ bounceAddress: 'bounces@acme.example' })).ok, 'the mailbox of bounces is set');
  });

  test('is failed by a bounce to it of which nothing comes back, and its person is sent nothing any more', async () => {
    const { email, reference, name } = await mailed();
    const { from, to, read } = server.mails.at(-1)!;
    expect(from).toBe(`bounces+${name}@acme.example`);
    expect(to).toEqual([email]);
    // Who reads it sees who wrote.
    expect(read.from?.address).toBe('club@acme.example');
    // The control: the same bounce to the mailbox itself tells nothing.
    await report(bounce('bounces@acme.example'));
    expect((await house.find(reference))?.state).toBe('sent');
    await report(bounce(from));
    expect(await house.find(reference)).toMatchObject({ state: 'failed', reason: 'bounced_5_1_1' });
    await house.stateOf(await again(email), 'suppressed');
  });

  test('is found too where a server on the way has given it another Message-ID', async () => {
    const { reference, name } = await mailed();
    const { from } = server.mails.at(-1)!;
    const renamed = deliveryReport({ name, to: from, action: 'failed', status: '5.2.2' }).replace(
      `Message-ID: <${name}@`,
      'Message-ID: <0100018c-relay@',
    );
    // The control: without its address it is about a mail that nobody here has sent.
    await report(renamed.replace(`To: ${from}`, 'To: bounces@acme.example'));
    expect((await house.find(reference))?.state).toBe('sent');
    await report(renamed);
    expect(await house.find(reference)).toMatchObject({ state: 'failed', reason: 'bounced_5_2_2' });
  });

  test('is told apart from any other: a made-up address changes nothing, each e-mail has its own, a repeat has the same', async () => {
    const one = await mailed();
    const two = await mailed();
    const [first, second] = server.mails.slice(-2).map(({ from }) => from);
    expect(first).not.toBe(second);
    await report(bounce(`bounces+msg_${'0'.repeat(26)}@acme.example`));
    for (const { reference } of [one, two]) expect((await house.find(reference))?.state).toBe('sent');
    await report(bounce(first!.toUpperCase()));
    expect((await house.find(one.reference))?.state).toBe('failed');
    expect((await house.find(two.reference))?.state).toBe('sent');
  });

  test('needs a mailbox that leaves room for its name', async () => {
    for (const bounceAddress of ['bounces', `${'b'.repeat(34)}@acme.example`])
      expect(await set({ bounceAddress })).toMatchObject({ refusal: 'notifications.channel.settings_wrong' });
    expect(await set({ bounceAddress: `${'b'.repeat(33)}@acme.example` })).toMatchObject({ ok: true });
    const { name } = await mailed();
    const { from } = server.mails.at(-1)!;
    expect(from).toBe(`${'b'.repeat(33)}+${name}@acme.example`);
    expect(from.indexOf('@')).toBe(64);
  });

  test('is one no more where the mailbox is taken away', async () => {
    expect(await set({})).toMatchObject({ ok: true });
    await mailed();
    expect(server.mails.at(-1)?.from).toBe('club@acme.example');
  });
});

describe('an answer by a gateway', () => {
  const from = '+34600777010';
  const stateAfter = async (): Promise<'sent' | 'suppressed'> => {
    const reference = await house.say({ kind: 'sms', to: { phone: phoneOf(from) } });
    for (;;) {
      const found = await house.find(reference);
      if (found?.state === 'sent' || found?.state === 'suppressed') return found.state;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const say = (text: string, how?: Parameters<typeof signed>[1]) =>
    answer(JSON.stringify({ message: { from, text } }), how);

  test('STOP ends messages to the number, START takes it back, other words mean nothing', async () => {
    for (const [text, state] of [
      ['Hola', 'sent'],
      [' stop. ', 'suppressed'],
      ['thanks', 'suppressed'],
      ['ALTA', 'sent'],
      ['Baja', 'suppressed'],
      ['START', 'sent'],
    ] as const) {
      expect(await say(text)).toEqual({ ok: true });
      expect(await stateAfter(), text).toBe(state);
    }
  });

  test('that was overheard and is sent again means nothing', async () => {
    const at = Math.floor(house.clock.now() / 1_000_000);
    expect(await say('STOP', { at })).toEqual({ ok: true });
    expect(await say('START', { at: at + 1 })).toEqual({ ok: true });
    expect(await say('STOP', { at })).toEqual({ ok: true });
    expect(await stateAfter()).toBe('sent');
    // The control: the same word at another moment is another message.
    expect(await say('STOP', { at: at + 2 })).toEqual({ ok: true });
    expect(await stateAfter()).toBe('suppressed');
    await say('START', { at: at + 3 });
  });

  test('comes as a form too, and one of other form, number or length means nothing', async () => {
    const settings: SenderInput = {
      ...{ protocol: 'http', method: 'POST', format: 'form', senderId: 'Acme', onUnknown: 'hold' },
      url: `http://127.0.0.1:${gateway.port}/send`,
      fields: { to: '{to}', text: '{text}' },
      replies: { fromPath: 'From', textPath: 'Body' },
    };
    // The secret that was left out stays.
    expect(await house.room.setSender(house.tenant, 'sms', settings, 100)).toMatchObject({ ok: true });
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      'From=nobody&Body=STOP',
      `From=${encodeURIComponent(from)}`,
      `From=${encodeURIComponent(from)}&Body=${'STOP'.repeat(100)}`,
      `From=${'9'.repeat(40)}&Body=STOP`,
      JSON.stringify({ From: [from], Body: 'STOP' }),
      JSON.stringify({ __proto__: null, constructor: from, Body: 'STOP' }),
    ])
      expect(await answer(body), body).toEqual({ ok: true });
    expect(await stateAfter()).toBe('sent');
    expect(await answer(`From=${encodeURIComponent(from)}&Body=STOP`)).toEqual({ ok: true });
    expect(await stateAfter()).toBe('suppressed');
  });
});

test('signatures are forgotten when none of them holds any more', async () => {
  const count = async () =>
    (await house.database.query<{ count: number }>('select count(*)::int as count from notifications.heard'))[0].count;
  expect(await count()).toBeGreaterThan(10);
  house.clock.skip(1_000);
  await expect.poll(count, { timeout: 10_000 }).toBe(0);
});

test('settings without a secret that signs are refused', async () => {
  const mail = { ...mailSettings(server.port), fromAddress: 'other@acme.example', reports: {} };
  expect(await house.room.setSender(house.tenant, 'email', mail, 100)).toMatchObject({ ok: true });
  expect(await house.room.removeSender(house.tenant, 'email')).toEqual({ ok: true });
  expect(await house.room.setSender(house.tenant, 'email', mail, 100)).toMatchObject({
    refusal: 'notifications.channel.settings_wrong',
  });
});

test('nothing failed on the way that nobody was told of', () => {
  expect(house.failures).toEqual([]);
});
