import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { keysText } from '../../../test/crash-postman.ts';
import { mailSettings, openMailServer, type MailServer } from '../../../test/mail-server.ts';
import { emailOf, openMessageHouse, phoneOf, until, type MessageHouse } from '../../../test/message-house.ts';
import { openSmsCentre, smppSettings, type SmsCentre } from '../../../test/sms-centre.ts';

let house: MessageHouse;
let server: MailServer;
let centre: SmsCentre;

beforeAll(async () => {
  house = await openMessageHouse();
  server = await openMailServer();
  centre = await openSmsCentre();
  assert((await house.room.setSender(house.tenant, 'email', mailSettings(server.port), 100)).ok, 'e-mail is set');
  assert((await house.room.setSender(house.tenant, 'sms', smppSettings(centre.port), 100)).ok, 'SMS is set');
});

afterAll(async () => {
  await house.close();
  await server.close();
  await centre.close();
});

/** A worker in a process of its own. */
function startWorker() {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../test/crash-postman.ts')], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.stdin.end(
    JSON.stringify({ url: house.url, tokenKey: house.tokenKey.toString('hex'), keys: keysText(house.keys) }),
  );
  return child;
}

test('a process killed after the other side had the messages: the e-mail comes again by its name, the SMS does not', async () => {
  const never = new Promise<void>(() => undefined);
  server.onData = () => never;
  centre.onSubmit = () => 'silent';
  const mail = await house.say({ kind: 'email', to: { email: emailOf('lucia@example.com') } });
  const sms = await house.say({ kind: 'sms', to: { phone: phoneOf('+34600123456') } });
  const child = startWorker();
  await until(() => (server.mails.length === 1 && centre.submitted.length === 1) || undefined, 20_000);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await house.find(mail))?.state).toBe('sending');
  expect((await house.find(sms))?.state).toBe('sending');
  server.onData = async () => undefined;
  centre.onSubmit = () => undefined;
  house.clock.skip(61);
  house.room.start();
  expect(await house.stateOf(mail, 'sent')).toMatchObject({ attempts: 2 });
  expect(await house.stateOf(sms, 'failed')).toMatchObject({ reason: 'outcome_unknown', attempts: 1 });
  expect(server.mails.map(({ read }) => read.messageId)).toHaveLength(2);
  expect(new Set(server.mails.map(({ read }) => read.messageId)).size).toBe(1);
  expect(centre.submitted).toHaveLength(1);
}, 40_000);
