import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../test/house.ts';
import { twoPeople } from '../../../test/two-people.ts';

// Whoever sets the mail server reads the codes of card files and of colleagues: nobody does so alone.

let house: TestHouse;
let ana: string;
let bea: string;
beforeAll(async () => {
  house = await makeHouse();
  ({ ana, bea } = await twoPeople(house, 100));
});
afterAll(() => house.close());

type Told = { readonly status: number; readonly body: Record<string, unknown> };
const ask = (what: string, body: object | undefined, secret = ana): Promise<Told> =>
  house.request(what, body, { secret });

const smtp = {
  ...{ protocol: 'smtp', host: '93.184.216.34', port: 587, security: 'starttls' },
  ...{ user: 'mercado', password: 'one', fromAddress: 'shop@example.com' },
};
const put = (change: object, secret = ana, perSecond = 10): Promise<Told> =>
  ask('PUT /v1/channels/email', { perSecond, settings: { ...smtp, ...change } }, secret);
const decide = (told: Told, word: 'approve' | 'decline', by = bea): Promise<Told> =>
  ask(`POST /v1/approvals/${String(told.body['approval'])}/${word}`, { reason: 'Looked at.' }, by);
const emailNow = async (): Promise<Record<string, unknown> | undefined> => {
  const { items } = (await ask('GET /v1/channels', undefined)).body as {
    items: { kind: string; settings: Record<string, unknown>; perSecond: number }[];
  };
  const found = items.find(({ kind }) => kind === 'email');
  return found && { ...found.settings, perSecond: found.perSecond };
};

describe('the mail server of a tenant', () => {
  test('waits for a second person, the first one too, and stays the outbox for as long', async () => {
    const told = await put({});
    expect(told).toMatchObject({ status: 202, body: { state: 'pending' } });
    expect(await emailNow()).toBeUndefined();
    // Whoever is alone stays alone: his own yes is none, by no key of his.
    expect(await decide(told, 'approve', ana)).toMatchObject({
      ...{ status: 403, body: { code: 'staff.approval.needs_second_person' } },
    });
    expect(await emailNow()).toBeUndefined();
    const seen = await ask(`GET /v1/approvals/${String(told.body['approval'])}`, undefined, bea);
    expect(seen.body).toMatchObject({
      ...{ kind: 'notifications.channel_change', subject: 'channel email' },
      facts: {
        channel: 'email',
        changes: expect.arrayContaining([
          { setting: 'host', before: '—', after: smtp.host },
          { setting: 'fromAddress', before: '—', after: smtp.fromAddress },
        ]),
      },
    });
    expect(JSON.stringify(seen.body)).not.toContain('"one"');
    expect(await decide(told, 'approve')).toMatchObject({ status: 200, body: { isApplied: true } });
    expect(await emailNow()).toMatchObject({ host: smtp.host });
  });

  test.each([
    ['host', { host: '93.184.216.35' }],
    ['account', { user: 'other', password: 'two' }],
    ['sender', { fromAddress: 'bank@example.com' }],
    ['address of answers', { replyTo: 'bank@example.com' }],
    ['mailbox of bounces', { reports: { secret: 'sixteen characters', bounceAddress: 'b@example.org' } }],
    ['port and line', { port: 465, security: 'tls' }],
  ])('is not given another %s by one person', async (_what, change) => {
    const told = await put(change);
    expect(told.status).toBe(202);
    expect(await emailNow()).toMatchObject({ host: smtp.host, user: 'mercado', fromAddress: smtp.fromAddress });
    expect((await decide(told, 'decline')).status).toBe(200);
  });

  test('is given a new password, name and rate by one person: messages go on through the same hands', async () => {
    expect((await put({ password: 'three', fromName: 'Mercado' }, ana, 25)).status).toBe(200);
    expect(await emailNow()).toMatchObject({ fromName: 'Mercado', perSecond: 25 });
  });

  test('with settings that cannot work is refused before anybody is asked', async () => {
    expect(await put({ host: '127.0.0.1' })).toMatchObject({
      status: 422,
      body: { code: 'notifications.channel.inside' },
    });
  });

  test('is not taken away by one person either, who could read the codes in the outbox', async () => {
    const told = await ask('DELETE /v1/channels/email', undefined);
    expect(told.status).toBe(202);
    expect(await emailNow()).toBeDefined();
    expect(await decide(told, 'approve')).toMatchObject({ status: 200, body: { isApplied: true } });
    expect(await emailNow()).toBeUndefined();
    expect((await ask('DELETE /v1/channels/email', undefined)).status).toBe(404);
  });
});

describe('a gateway of SMS', () => {
  const gateway = {
    ...{ protocol: 'http', url: 'https://93.184.216.34/send', fields: { to: '{to}', text: '{text}' } },
    ...{ headers: { authorization: 'Bearer one' }, senderId: 'Mercado' },
  };
  const set = (change: object) => ask('PUT /v1/channels/sms', { settings: { ...gateway, ...change } });

  test('is another one too where only the account behind its headers is', async () => {
    expect(await decide(await set({}), 'approve')).toMatchObject({ body: { isApplied: true } });
    const told = await set({ headers: { authorization: 'Bearer mine' } });
    expect(told.status).toBe(202);
    const seen = await ask(`GET /v1/approvals/${String(told.body['approval'])}`, undefined, bea);
    expect(seen.body).toMatchObject({ facts: { changes: [{ setting: 'account', before: '—', after: 'another' }] } });
    expect(JSON.stringify(seen.body)).not.toContain('Bearer');
    expect((await set({ headers: undefined, onUnknown: 'resend' })).status).toBe(200);
  });
});

test('pushes go where each browser says, sealed for it: one person sets them up', async () => {
  const told = await ask('PUT /v1/channels/push', {
    settings: { protocol: 'web_push', subject: 'mailto:a@example.com' },
  });
  expect(told.status).toBe(200);
});
