// People of a house who are signed in to the portal, as browsers are.

import type { GrantScope } from '../src/rooms/staff/grant.ts';
import { must, type TestHouse } from './house.ts';

const PASSWORD = 'seven grey herons at dusk';
const LAST = 9_223_372_036_854_775_807n;

type Told = { readonly status: number; readonly body: Record<string, string> };
/** Asks as whoever is signed in. */
export type SignedIn = (what: string, body?: object, headers?: Record<string, string>) => Promise<Told>;

/** What the last mail to that address says there. */
async function mailed(house: TestHouse, email: string, pattern: RegExp): Promise<string> {
  await house.staff.settled();
  const page = await house.notifications.outbox(house.tenant, { before: LAST, limit: 50 });
  return pattern.exec(page.find((one) => one.to === email)?.text ?? '')?.[1] ?? '';
}

function browser(house: TestHouse): SignedIn {
  const keys = { cookie: '', csrf: '' };
  return async (what, body, headers = {}) => {
    const [method, url] = what.split(' ') as ['GET' | 'POST', string];
    const answer = await house.api.inject({
      ...{ method, url },
      headers: { 'user-agent': 'test', 'x-csrf-token': keys.csrf, cookie: keys.cookie, ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    const set = answer.headers['set-cookie'];
    if (typeof set === 'string') keys.cookie = set.split(';')[0] ?? '';
    const told = JSON.parse(answer.body || '{}') as Told['body'];
    if (told['csrf'] !== undefined) keys.csrf = told['csrf'];
    return { status: answer.statusCode, body: told };
  };
}

/** One more session of somebody who has accepted the invitation. */
export async function signIn(house: TestHouse, email: string): Promise<SignedIn> {
  const ask = browser(house);
  await ask('POST /v1/portal/sign-in', { tenant: 'demo', email, password: PASSWORD });
  const second = await ask('POST /v1/portal/second-factor', { code: await mailed(house, email, /\b(\d{6})\b/) });
  if (second.status !== 200) throw new Error(JSON.stringify(second.body));
  return ask;
}

export type Employed = {
  readonly person: bigint;
  readonly email: string;
  readonly grant: bigint;
  readonly ask: SignedIn;
};

/** Somebody whom the machine let in, with that role there, signed in. */
export async function employ(
  house: TestHouse,
  name: string,
  {
    role,
    scope = 'tenant',
    place = '',
  }: { readonly role: string; readonly scope?: GrantScope; readonly place?: string },
): Promise<Employed> {
  const email = `${name}@example.com`;
  const { person } = must(await house.staff.addPerson(house.tenant, { name, email }, {})).person;
  const token = await mailed(house, email, /#([\w-]{20,})/);
  await browser(house)('POST /v1/portal/links/accept', { token, password: PASSWORD });
  const { grant } = must(await house.staff.grantRole(house.tenant, { person, role, where: { scope, place } }, {}));
  return { person, email, grant: grant.grant, ask: await signIn(house, email) };
}
