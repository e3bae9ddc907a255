import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { employ, type Employed } from '../../../test/signed-in.ts';
import { SCOPES } from '../../rooms/partners/index.ts';

// What somebody does with his own sign-in stands in the chain too: whoever comes in by his password later is told from him.

const PASSWORD = 'seven grey herons at dusk';

let house: TestHouse;
let ana: Employed;
beforeAll(async () => {
  house = await makeHouse();
  must(await house.staff.defineRole(house.tenant, { code: 'all', name: 'All', permissions: [...SCOPES] }, {}));
  ana = await employ(house, 'ana', { role: 'all' });
});
afterAll(() => house.close());

const acts = async (): Promise<string[]> => {
  // What follows an answer to anybody is done behind it.
  await house.staff.settled();
  const rows = await house.database.query<{ act: string }>(
    'select act from staff.audit where tenant_id = $1 and (person = $2 or subject = $3) order by seq',
    [house.tenant, ana.person, `person ${ana.person}`],
  );
  return rows.map(({ act }) => act);
};
const mailedCode = async (): Promise<string> => {
  await house.staff.settled();
  const page = await house.notifications.outbox(house.tenant, { before: 9_223_372_036_854_775_807n, limit: 50 });
  return /\b(\d{6})\b/.exec(page.find(({ to }) => to === ana.email)?.text ?? '')?.[1] ?? '';
};
const done = async (what: string, body?: object): Promise<Record<string, string>> => {
  const told = await ana.ask(what, body);
  expect([what, told.status < 300 ? '' : JSON.stringify(told)]).toEqual([what, '']);
  return told.body;
};

test('coming in, a fresh factor, another password, an authenticator and the end of sessions are acts', async () => {
  expect(await acts()).toEqual(expect.arrayContaining(['staff.person.accepted', 'staff.session.begun']));
  const { status } = await ana.ask('POST /v1/portal/sign-in', {
    ...{ tenant: 'demo', email: ana.email, password: 'five grey herons at dusk' },
  });
  expect(status).toBe(401);
  expect(await acts()).toContain('staff.signin.failed');
  await done('POST /v1/portal/codes');
  await done('POST /v1/portal/step-up', { code: await mailedCode() });
  expect(await acts()).toContain('staff.step_up.done');
  await done('POST /v1/portal/password', { current: PASSWORD, next: 'nine black herons at dawn' });
  expect(await acts()).toContain('staff.password.changed');
  const { secret = '' } = await done('POST /v1/portal/authenticator');
  expect(await acts()).not.toContain('staff.second_factor.set');
  await done('POST /v1/portal/authenticator/confirm', {
    code: new TOTP({ secret: Secret.fromBase32(secret) }).generate(),
  });
  expect(await acts()).toContain('staff.second_factor.set');
  await done('DELETE /v1/portal/authenticator');
  expect(await acts()).toContain('staff.second_factor.removed');
  await done('POST /v1/portal/password-resets', { tenant: 'demo', email: ana.email });
  await house.staff.settled();
  expect(await acts()).toContain('staff.password.reset_asked');
  await done('POST /v1/portal/sign-out');
  expect((await acts()).at(-1)).toBe('staff.session.ended');
});
