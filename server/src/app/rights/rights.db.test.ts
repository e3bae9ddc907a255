import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { endpointsOf } from '../api.ts';
import { tagSentences } from '../tag-sentences.ts';
import { SCOPES } from '../../rooms/partners/index.ts';
import { rights } from './matrix.ts';
import { standardRoles } from './standard-roles.ts';

let house: TestHouse;
let routes: ReturnType<typeof endpointsOf>;
/** Things of tenant `demo` by which the neighbour asks. */
let known: Record<string, string>;

beforeAll(async () => {
  house = await makeHouse();
  routes = endpointsOf(house);
  const secret = house.secrets.tenant;
  const made = async (what: string, body: object): Promise<string> => {
    const answer = await house.request(what, body, { secret });
    return (answer.body as { id: string }).id;
  };
  const person = await made('POST /v1/staff/people', { name: 'Pilar', email: 'pilar@example.com' });
  must(await house.staff.defineRole(house.tenant, { code: 'empty', name: 'Empty', permissions: [] }, {}));
  const grant = await made(`POST /v1/staff/people/${person}/grants`, { role: 'empty' });
  const credential = await made('POST /v1/credentials', { name: 'a key', scopes: ['points:read'] });
  const approval = must(
    await house.database.transaction((tx) =>
      house.staff.approvals.request(tx, {
        ...{ tenant: house.tenant, kind: 'test.act', reference: 'r-1', subject: 'x', facts: {} },
        requestedBy: house.principals.tenant,
      }),
    ),
  );
  known = {
    people: person,
    grants: grant,
    credentials: credential,
    approvals: house.tokens.encode('appr', 0, approval.approval.approval),
    members: house.people[0].member,
    outlets: 'solo-demo',
    partners: 'solo-demo',
    programs: 'club',
  };
});
afterAll(() => house.close());

/** The address with names of things that demo has, as far as they are known here, else such as nobody has. */
const addressOf = (path: string): string => {
  const parts = path.split('/');
  return parts
    .map((part, i) => (part.startsWith(':') ? (known[parts[i - 1] ?? ''] ?? 'card_00000000000000000000000000') : part))
    .join('/');
};

const ask = async (method: string, path: string, secret: string) => {
  const answer = await house.api.inject({
    method: method as 'GET',
    url: addressOf(path),
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { payload: '{}' }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  const code = isJson ? (JSON.parse(answer.body || '{}') as { code?: string }).code : undefined;
  return { status: answer.statusCode, code, text: answer.body };
};

describe('the matrix of rights', () => {
  test('has every endpoint, no other, and each with the permission that the endpoint declares', () => {
    const declared = routes.map(({ method, path, scope }) => `${method} ${path} ${scope}`).sort();
    // Run tools/rights.ts after adding an endpoint, then say in the new row within which places it keeps.
    expect(rights.map(({ route, permission }) => `${route} ${permission}`).sort()).toEqual(declared);
  });

  test('names only permissions that a role can have', () => {
    const open = new Set<string>([...SCOPES, 'public', 'portal:self']);
    expect(rights.filter(({ permission }) => !open.has(permission))).toEqual([]);
  });

  test('asks for a fresh second factor wherever rights are given', () => {
    const giving = rights.filter(
      ({ route, permission }) => permission === 'staff:write' || route === 'POST /v1/credentials',
    );
    expect(giving.filter(({ stepUp }) => stepUp !== true)).toEqual([]);
  });
});

describe('every endpoint', () => {
  test('stands in the docs in a group that says in one sentence what it is for, and no sentence is of a group that is gone', () => {
    const groups = [...new Set(routes.flatMap(({ tags }) => tags))].sort();
    expect(Object.keys(tagSentences).sort()).toEqual(groups);
    for (const sentence of Object.values(tagSentences)) expect(sentence).toMatch(/^[A-Z][^.]{15,140}\.$/);
  });

  test.each(standardRoles(SCOPES).map((role) => [role.name, role] as const))(
    'lets the %s in exactly where the role says so',
    async (_name, role) => {
      const issued = must(
        await house.partners.issueCredential(house.tenant, { name: role.code, scopes: role.permissions }),
      );
      const wrong: string[] = [];
      for (const { method, path, scope } of routes.filter((one) => one.scope !== 'public')) {
        const { code, status } = await ask(method, path, issued.secret);
        const isIn = code !== 'http.scope.missing';
        if (isIn !== role.permissions.includes(scope)) wrong.push(`${method} ${path}: ${status} ${code}`);
        if (status >= 500) wrong.push(`${method} ${path}: ${status}`);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  test('shows and changes nothing of this tenant for another one', async () => {
    const all = must(await house.partners.issueCredential(2, { name: 'all', scopes: [...SCOPES] }));
    expect(house.principals.vecino.tenant).toBe(2);
    const wrong: string[] = [];
    for (const { method, path, scope } of routes.filter(
      (one) => one.scope !== 'public' && one.scope !== 'portal:self',
    )) {
      const { status, text } = await ask(method, path, all.secret);
      const shown = Object.entries(known).filter(([kind, id]) => !['programs'].includes(kind) && text.includes(id));
      const names = /:(?!code|program)\w+/.test(path);
      // What the neighbour names is demo's: nothing of it may be found.
      if (names && status < 400) wrong.push(`${method} ${path}: ${status}`);
      if (status < 400 && shown.length > 0) wrong.push(`${method} ${path} shows ${shown.map(([kind]) => kind).join()}`);
      if (scope !== 'public' && status >= 500) wrong.push(`${method} ${path}: ${status}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
