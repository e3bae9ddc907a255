import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../test/house.ts';

// That every write leaves its trace is walked in rights/traces.db.test.ts; here is what must not stand in one.

let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

test('no secret of a channel stands in the audit chain, when it is set, set again or removed', async () => {
  const [password, key] = ['hunter2-is-no-password', 'Bearer not-to-be-told'];
  const ask = (what: string, body?: object) => house.request(what, body, { secret: house.secrets.tenant });
  const smtp = {
    ...{ protocol: 'smtp', host: '93.184.216.34', port: 587, security: 'starttls', user: 'mercado' },
    ...{ password, fromAddress: 'shop@example.com' },
  };
  const gateway = {
    ...{ protocol: 'http', url: 'https://93.184.216.34/send', fields: { to: '{to}', text: '{text}' } },
    ...{ headers: { authorization: key }, senderId: 'Mercado' },
  };
  for (const [kind, settings] of Object.entries({ email: smtp, sms: gateway })) {
    for (const perSecond of [10, 20])
      expect((await ask(`PUT /v1/channels/${kind}`, { perSecond, settings })).status).toBe(200);
    expect((await ask(`DELETE /v1/channels/${kind}`)).status).toBe(204);
  }
  const rows = await house.database.query<{ act: string; before: string | null; after: string | null; told: string }>(
    `select act, before, after, row_to_json(entry)::text as told from staff.audit as entry
      where subject in ('channel email', 'channel sms') order by seq`,
  );
  const acts = ['notifications.sender.set', 'notifications.sender.set', 'notifications.sender.removed'];
  expect(rows.map(({ act }) => act)).toEqual([...acts, ...acts]);
  expect(rows.map(({ before, after }) => [before !== null, after !== null])).toEqual(
    [0, 1].flatMap(() => [
      [false, true],
      [true, true],
      [true, false],
    ]),
  );
  const told = rows.map((row) => row.told).join();
  expect(told).toContain('93.184.216.34');
  expect(told).not.toContain(password);
  expect(told).not.toContain(key);
});
