import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { mailSettings, openMailServer, type MailServer } from '../../../test/mail-server.ts';
import { emailOf, openMessageHouse, until, type MessageHouse } from '../../../test/message-house.ts';

let house: MessageHouse;
let server: MailServer;
const lucia = emailOf('lucia@example.com');

beforeAll(async () => {
  house = await openMessageHouse();
  server = await openMailServer();
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const dkim = { domain: 'acme.example', selector: 's1', privateKey };
  const set = await house.room.setSender(house.tenant, 'email', { ...mailSettings(server.port), dkim }, 100);
  assert(set.ok, 'the sender is set');
  house.room.start();
});

beforeEach(() => {
  server.mails.length = 0;
  server.onRecipient = () => undefined;
  server.onData = async () => undefined;
});

afterAll(async () => {
  await house.close();
  await server.close();
});

test('an e-mail goes out signed, with a stable name, and tells nothing of this machine', async () => {
  const reference = await house.say({ kind: 'email', to: { email: lucia } });
  const message = await house.stateOf(reference, 'sent');
  expect(message).toMatchObject({ via: 'smtp', attempts: 1, masked: 'l•••@example.com' });
  const [mail] = server.mails;
  expect(mail?.to).toEqual(['lucia@example.com']);
  expect(mail?.read.from).toMatchObject({ address: 'club@acme.example', name: 'Acme Club' });
  expect(mail?.read.subject).toBe('A test message of Acme');
  expect(mail?.read.text).toContain('If you can read it, e-mail goes out.');
  expect(mail?.read.html).toContain('<p>This is a test message of Acme.</p>');
  expect(mail?.read.messageId).toBe(`<${house.room.messageToken(message.message)}@acme.example>`);
  expect(mail?.source).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256;[^]*d=acme\.example;[^]*s=s1;/m);
});

test('what is in a fact is neither markup nor a header nor a template', async () => {
  const facts = { tenant: '<script>x</script>\r\nBcc: evil@example.com {{ 7 | times: 6 }}' };
  const reference = await house.say({ kind: 'email', to: { email: lucia }, facts });
  await house.stateOf(reference, 'sent');
  const [mail] = server.mails;
  expect(mail?.to).toEqual(['lucia@example.com']);
  expect(mail?.read.bcc ?? []).toEqual([]);
  expect(mail?.read.html).not.toContain('<script>');
  expect(mail?.read.html).toContain('&#60;script&#62;');
  expect(mail?.read.text).toContain('{{ 7 | times: 6 }}');
});

test('an address that does not exist fails the message and is sent nothing more', async () => {
  server.onRecipient = () => ({ code: 550, text: '5.1.1 no such user' });
  const nobody = emailOf('nobody@example.com');
  const first = await house.say({ kind: 'email', to: { email: nobody } });
  expect(await house.stateOf(first, 'failed')).toMatchObject({ reason: 'smtp_550_5_1_1' });
  server.onRecipient = () => undefined;
  const second = await house.say({ kind: 'email', to: { email: emailOf('NOBODY@example.com') } });
  await house.stateOf(second, 'suppressed');
  expect(server.mails).toHaveLength(0);
  const [entry] = await house.room.suppressions(house.tenant, { before: 2n ** 62n, limit: 10 });
  expect(entry).toMatchObject({ reason: 'bounced', scope: 'all', masked: 'n•••@example.com' });
  expect(await house.room.unsuppress(house.tenant, entry!.suppression)).toEqual({ ok: true });
  await house.stateOf(await house.say({ kind: 'email', to: { email: nobody } }), 'sent');
});

test('a full mailbox and a policy fail the message and put nobody on the list', async () => {
  server.onRecipient = () => ({ code: 552, text: '5.2.2 mailbox full' });
  await house.stateOf(await house.say({ kind: 'email', to: { email: emailOf('full@example.com') } }), 'failed');
  server.onRecipient = () => ({ code: 550, text: '5.7.1 rejected by policy' });
  await house.stateOf(await house.say({ kind: 'email', to: { email: emailOf('strict@example.com') } }), 'failed');
  expect(await house.room.suppressions(house.tenant, { before: 2n ** 62n, limit: 10 })).toEqual([]);
});

test('a server that puts off is asked again, later each time', async () => {
  server.onRecipient = () => ({ code: 451, text: '4.7.1 greylisted' });
  const reference = await house.say({ kind: 'email', to: { email: lucia } });
  const put = await until(async () => {
    const found = await house.find(reference);
    return found?.reason === 'smtp_451_4_7_1' && found.state === 'queued' ? found : undefined;
  });
  expect(put.nextAttemptAt - put.stateAt).toBeGreaterThanOrEqual(5_000_000);
  server.onRecipient = () => undefined;
  house.clock.skip(10);
  expect(await house.stateOf(reference, 'sent')).toMatchObject({ attempts: 2 });
});

test('a server that is down fails nobody: the message waits, the breaker opens, and all goes out when it is back', async () => {
  const { port } = server;
  await server.close();
  const references = await Promise.all([1, 2, 3].map(() => house.say({ kind: 'email', to: { email: lucia } })));
  await until(async () => {
    house.clock.skip(3);
    const sender = await house.room.findSender(house.tenant, 'email');
    return sender && sender.failures >= 3 && sender.openUntil > house.clock.now() ? sender : undefined;
  }, 20_000);
  const late = await house.say({ kind: 'email', to: { email: lucia } });
  for (const reference of [...references, late]) expect((await house.find(reference))?.state).not.toBe('failed');
  server = await openMailServer(port);
  house.clock.skip(70);
  for (const reference of [...references, late]) {
    await until(async () => {
      house.clock.skip(2);
      await sleep(100);
      return (await house.find(reference))?.state === 'sent' || undefined;
    }, 20_000);
  }
  expect(server.mails).toHaveLength(4);
  expect(await house.room.findSender(house.tenant, 'email')).toMatchObject({ failures: 0, lastError: '' });
}, 60_000);

test('who dies between sending and writing leaves a lease, and the message goes out again under the same name', async () => {
  const reference = await house.say({ kind: 'email', to: { email: lucia } });
  const sent = await house.stateOf(reference, 'sent');
  // As the dead worker left it: sent, and not written down.
  await house.database.query(
    `update notifications.message set state = 'sending', leased_until = $2 where message = $1`,
    [sent.message, new Date(house.clock.now() / 1_000 + 1_000).toISOString()],
  );
  house.clock.skip(2);
  await until(async () => server.mails.length === 2 || undefined);
  await house.stateOf(reference, 'sent');
  const [first, second] = server.mails;
  expect(second?.read.messageId).toBe(first?.read.messageId);
});

test('a message that came too late is not sent', async () => {
  const expiresAt = house.clock.now();
  const reference = await house.say({ kind: 'email', to: { email: lucia }, expiresAt });
  await house.stateOf(reference, 'expired');
  expect(server.mails).toHaveLength(0);
});

test('a worker that comes back late changes nothing: the message is another one’s by then', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let mails = 0;
  server.onData = () => ((mails += 1) === 1 ? held : Promise.resolve());
  const reference = await house.say({ kind: 'email', to: { email: lucia } });
  await until(() => mails === 1 || undefined);
  const other = house.another();
  other.start();
  house.clock.skip(70);
  const sent = await house.stateOf(reference, 'sent');
  expect(sent.attempts).toBe(2);
  await house.database.query(`update notifications.message set state = 'delivered' where message = $1`, [sent.message]);
  release();
  await until(async () => (await house.room.findSender(house.tenant, 'email'))?.lastSentAt !== undefined || undefined);
  await sleep(300);
  expect(await house.find(reference)).toMatchObject({ state: 'delivered', attempts: 2 });
});
