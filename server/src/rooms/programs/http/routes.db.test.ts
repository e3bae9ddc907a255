import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policySchema } from '../../../../../contract/programs.ts';
import { callerOf } from '../../../../test/call-endpoint.ts';
import { assert } from '../../../kernel/assert.ts';
import { instant } from '../../../kernel/instant.ts';
import { manualClock } from '../../../platform/clock.ts';
import { freshDatabase } from '../../../platform/database/template.ts';
import type { FreshDatabase } from '../../../platform/database/template.ts';
import type { Principal } from '../../../platform/http/endpoint.ts';
import { createPrograms, POLICY_DEFAULTS } from '../index.ts';
import type { Programs } from '../index.ts';
import { programRoutes } from './routes.ts';

let fresh: FreshDatabase;
let programs: Programs;
let owner: Principal;
let neighbour: Principal;
let call: ReturnType<typeof callerOf<Principal>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  programs = createPrograms({ database: fresh.database, clock: manualClock(instant(1_767_225_600_000_000)) });
  await programs.refresh();
  const principals: Principal[] = [];
  for (const code of ['mercado', 'vecino']) {
    const opened = await programs.openTenant({ code, name: code, defaultCountry: 'ES' });
    assert(opened.ok, 'the tenant opens');
    const scopes = new Set(['settings:read', 'settings:write']);
    principals.push({ tenant: opened.tenant.tenant, credential: 1n, scopes });
  }
  [owner, neighbour] = principals as [Principal, Principal];
  call = callerOf(programRoutes({ programs }));
});

afterAll(() => fresh.drop());

const club = { code: 'club', name: 'Club', zone: 'Europe/Madrid', currency: 'EUR' };
const euro = { code: 'EUR', kind: 'money', decimals: 2 };

describe('the policy of the contract', () => {
  test('has the defaults of the room', () => {
    expect(policySchema.parse({})).toEqual(POLICY_DEFAULTS);
  });

  test('says of each setting what it means', () => {
    const unsaid = Object.entries(policySchema.shape).filter(([, setting]) => setting.description === undefined);
    expect(unsaid).toEqual([]);
  });

  test.each([
    { negativeBalance: 'sometimes' },
    { debtMax: '-5' },
    { restoreGraceDays: -1 },
    { requestAgeMaxHours: 0 },
    { rawMessageDays: 1.5 },
    { unheardOf: true },
  ])('is not %o', (policy) => {
    expect(policySchema.safeParse(policy).success).toBe(false);
  });
});

describe('through the API', () => {
  test('a tenant defines its units and opens a program on them', async () => {
    expect(await call(owner, 'POST /v1/units', { body: { code: 'EUR', kind: 'money' } })).toEqual({
      status: 201,
      body: euro,
    });
    expect(await call(owner, 'POST /v1/units', { body: { code: 'EUR', kind: 'money' } })).toEqual({
      refusal: 'programs.unit.code_taken',
    });
    const program = { ...club, currency: euro, state: 'open', policy: { ...POLICY_DEFAULTS, unknownReturn: 'refuse' } };
    const body = { ...club, policy: { unknownReturn: 'refuse' } };
    expect(await call(owner, 'POST /v1/programs', { body })).toEqual({ status: 201, body: program });
    expect(await call(owner, 'GET /v1/programs/club')).toEqual({ status: 200, body: program });
    expect(await call(owner, 'GET /v1/programs')).toEqual({ status: 200, body: { items: [program] } });
  });

  test('a policy is replaced as a whole', async () => {
    expect(await call(owner, 'PUT /v1/programs/club/policy', { body: { earnBase: 'net' } })).toMatchObject({
      status: 200,
      body: { policy: { ...POLICY_DEFAULTS, earnBase: 'net' } },
    });
  });

  test('a program closes and opens again', async () => {
    expect(await call(owner, 'POST /v1/programs/club/close')).toMatchObject({ body: { state: 'closed' } });
    expect(await call(owner, 'PUT /v1/programs/club/policy', { body: {} })).toEqual({
      refusal: 'programs.program.closed',
    });
    expect(await call(owner, 'POST /v1/programs/club/reopen')).toMatchObject({ body: { state: 'open' } });
  });

  test('another tenant finds nothing', async () => {
    const refusal = 'programs.program.not_found';
    expect(await call(neighbour, 'GET /v1/programs/club')).toEqual({ refusal });
    expect(await call(neighbour, 'PUT /v1/programs/club/policy', { body: {} })).toEqual({ refusal });
    expect(await call(neighbour, 'POST /v1/programs/club/close')).toEqual({ refusal });
    expect(await call(neighbour, 'POST /v1/programs/club/reopen')).toEqual({ refusal });
    expect(await call(neighbour, 'POST /v1/programs', { body: club })).toEqual({ refusal: 'programs.unit.not_found' });
    expect(await call(neighbour, 'GET /v1/programs')).toEqual({ status: 200, body: { items: [] } });
    expect(await call(neighbour, 'GET /v1/units')).toEqual({ status: 200, body: { items: [] } });
  });

  test('a credential of a partner or a till reads programs and changes none', async () => {
    for (const bound of [{ partner: 1 }, { terminal: 1 }]) {
      const principal = { ...owner, ...bound };
      const refusal = 'programs.tenant.not_for_bound';
      expect(await call(principal, 'GET /v1/programs/club')).toMatchObject({ status: 200 });
      expect(await call(principal, 'POST /v1/programs/club/close')).toEqual({ refusal });
      expect(await call(principal, 'PUT /v1/programs/club/policy', { body: {} })).toEqual({ refusal });
      expect(await call(principal, 'POST /v1/programs', { body: { ...club, code: 'mine' } })).toEqual({ refusal });
      expect(await call(principal, 'POST /v1/units', { body: { code: 'MINE', kind: 'points' } })).toEqual({ refusal });
    }
  });

  test('a list comes page by page in the order of codes', async () => {
    for (const code of ['C', 'A', 'B']) await programs.defineUnit(neighbour.tenant, { code, kind: 'points' });
    const first = await call(neighbour, 'GET /v1/units', { query: { limit: '2' } });
    expect(first).toMatchObject({ body: { items: [{ code: 'A' }, { code: 'B' }] } });
    const cursor = (first as { body: { next?: string } }).body.next;
    const last = await call(neighbour, 'GET /v1/units', { query: { limit: '2', cursor } });
    expect(last).toEqual({ status: 200, body: { items: [{ code: 'C', kind: 'points', decimals: 0 }] } });
    expect(await call(neighbour, 'GET /v1/units', { query: { cursor: 'made-up' } })).toEqual({
      refusal: 'http.cursor.malformed',
    });
  });
});
