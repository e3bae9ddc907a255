import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopeSchema } from '../../../../../contract/partners.ts';
import { callerOf } from '../../../../test/call-endpoint.ts';
import { assert } from '../../../kernel/assert.ts';
import { instant } from '../../../kernel/instant.ts';
import { createTokens } from '../../../kernel/token.ts';
import { manualClock } from '../../../platform/clock.ts';
import { freshDatabase } from '../../../platform/database/template.ts';
import type { FreshDatabase } from '../../../platform/database/template.ts';
import { createPrograms } from '../../programs/index.ts';
import { createPartners, SCOPES } from '../index.ts';
import type { Partners, Principal } from '../index.ts';
import { partnerRoutes } from './routes.ts';

const clock = manualClock(instant(1_767_225_600_000_000));
const scopes = ['settings:read', 'settings:write', 'sales:write'];

let fresh: FreshDatabase;
let partners: Partners;
let call: ReturnType<typeof callerOf<Principal>>;
const who: Record<string, Principal> = {};

const as = (name: string): Principal => {
  const principal = who[name];
  assert(principal, `there is no principal ${name}`);
  return principal;
};

const login = async (name: string, tenant: number, bound: { partner?: string; outlet?: string; terminal?: string }) => {
  const issued = await partners.issueCredential(tenant, { name, scopes, ...bound });
  assert(issued.ok, 'the credential is issued');
  const principal = partners.authenticate(issued.secret);
  assert(!('refusal' in principal), 'the secret is known');
  who[name] = principal;
};

beforeAll(async () => {
  fresh = await freshDatabase();
  const programs = createPrograms({ database: fresh.database, clock });
  let owners = 1024n;
  const openOwner = () => Promise.resolve({ lane: 1, owner: (owners += 4n) });
  partners = createPartners({ database: fresh.database, clock, programs, openOwner });
  await partners.refresh();
  call = callerOf(partnerRoutes({ partners, programs, tokens: createTokens(Buffer.alloc(16, 7)) }));
  for (const code of ['mercado', 'vecino']) {
    const opened = await programs.openTenant({ code, name: code, defaultCountry: 'ES' });
    assert(opened.ok, 'the tenant opens');
    const { tenant } = opened.tenant;
    await programs.defineUnit(tenant, { code: 'EUR', kind: 'money' });
    await programs.openProgram(tenant, { code: 'club', name: 'Club', zone: 'Europe/Madrid', currency: 'EUR' });
    await login(code, tenant, {});
  }
  for (const partner of ['norte', 'sur']) {
    await call(as('mercado'), 'POST /v1/partners', { body: { code: partner, name: partner } });
    const outlet = { code: `${partner}-1`, name: 'First', partner, program: 'club' };
    await call(as('mercado'), 'POST /v1/outlets', { body: outlet });
    await call(as('mercado'), `POST /v1/outlets/${partner}-1/terminals`, { body: { code: 'T1' } });
    await login(partner, as('mercado').tenant, { partner });
  }
  await login('till', as('mercado').tenant, { outlet: 'norte-1', terminal: 'T1' });
});

afterAll(() => fresh.drop());

const norte1 = {
  code: 'norte-1',
  name: 'First',
  partner: 'norte',
  program: 'club',
  zone: 'Europe/Madrid',
  cutOverHour: 0,
  groups: [],
  state: 'open',
};
const t1 = {
  code: 'T1',
  outlet: 'norte-1',
  mayRequest: true,
  mayNotify: true,
  hasOwnReferences: false,
  state: 'active',
};

describe('partners, outlets and terminals through the API', () => {
  test('are shown by their codes', async () => {
    expect(await call(as('mercado'), 'GET /v1/partners')).toMatchObject({
      body: { items: [{ code: 'norte', name: 'norte', state: 'active' }, { code: 'sur' }] },
    });
    expect(await call(as('mercado'), 'GET /v1/outlets')).toMatchObject({
      body: { items: [norte1, { code: 'sur-1' }] },
    });
    expect(await call(as('mercado'), 'GET /v1/outlets/norte-1/terminals')).toEqual({
      status: 200,
      body: { items: [t1] },
    });
  });

  test('are seen by a credential of a partner where they are its own, and by that of a till not at all', async () => {
    expect(await call(as('norte'), 'GET /v1/partners')).toMatchObject({ body: { items: [{ code: 'norte' }] } });
    expect(await call(as('norte'), 'GET /v1/outlets')).toEqual({ status: 200, body: { items: [norte1] } });
    expect(await call(as('norte'), 'GET /v1/outlets/sur-1/terminals')).toEqual({
      refusal: 'partners.outlet.not_found',
    });
    expect(await call(as('till'), 'GET /v1/outlets')).toEqual({ status: 200, body: { items: [] } });
  });

  test.each(['vecino', 'sur', 'till'])('are not found by %s, which has no part in them', async (name) => {
    const refusal = 'partners.outlet.not_found';
    const state = { body: { state: 'suspended' } };
    expect(await call(as(name), 'GET /v1/outlets/norte-1/terminals')).toEqual({ refusal });
    expect(await call(as(name), 'POST /v1/outlets/norte-1/terminals', { body: { code: 'T2' } })).toEqual({ refusal });
    expect(await call(as(name), 'PATCH /v1/outlets/norte-1/terminals/T1', state)).toEqual({ refusal });
    expect(await call(as(name), 'POST /v1/outlets/norte-1/close')).toEqual({ refusal });
    expect(await call(as(name), 'POST /v1/outlets/norte-1/reopen')).toEqual({ refusal });
    const outlet = { code: 'mine', name: 'Mine', partner: 'norte', program: 'club' };
    expect(await call(as(name), 'POST /v1/outlets', { body: outlet })).toEqual({
      refusal: 'partners.partner.not_found',
    });
  });

  test('are added to itself by a partner, which adds and suspends no partners', async () => {
    const outlet = { ...norte1, code: 'norte-2', zone: 'Atlantic/Canary', cutOverHour: 4, groups: ['islands'] };
    const { state: _, ...body } = outlet;
    expect(await call(as('norte'), 'POST /v1/outlets', { body })).toEqual({ status: 201, body: outlet });
    const refusal = 'partners.credential.beyond_own';
    expect(await call(as('norte'), 'POST /v1/partners', { body: { code: 'x', name: 'X' } })).toEqual({ refusal });
    expect(await call(as('norte'), 'POST /v1/partners/norte/suspend')).toEqual({ refusal });
  });

  test('are suspended and closed, and work again', async () => {
    const patch = (body: unknown) => call(as('norte'), 'PATCH /v1/outlets/norte-1/terminals/T1', { body });
    expect(await patch({ state: 'suspended', mayNotify: false })).toEqual({
      status: 200,
      body: { ...t1, state: 'suspended', mayNotify: false },
    });
    expect(await patch({ state: 'active', mayNotify: true })).toEqual({ status: 200, body: t1 });
    expect(await call(as('norte'), 'PATCH /v1/outlets/norte-1/terminals/T7', { body: {} })).toEqual({
      refusal: 'partners.terminal.not_found',
    });
    expect(await call(as('norte'), 'POST /v1/outlets/norte-1/close')).toMatchObject({ body: { state: 'closed' } });
    expect(await call(as('norte'), 'POST /v1/outlets/norte-1/terminals', { body: { code: 'T2' } })).toEqual({
      refusal: 'partners.outlet.closed',
    });
    expect(await call(as('norte'), 'POST /v1/outlets/norte-1/reopen')).toMatchObject({ body: { state: 'open' } });
    const tenant = as('mercado');
    expect(await call(tenant, 'POST /v1/partners/sur/suspend')).toMatchObject({ body: { state: 'suspended' } });
    expect(await call(tenant, 'POST /v1/partners/sur/resume')).toMatchObject({ body: { state: 'active' } });
    expect(await call(as('vecino'), 'POST /v1/partners/sur/suspend')).toEqual({
      refusal: 'partners.partner.not_found',
    });
  });
});

describe('credentials through the API', () => {
  test('have the scopes of the room', () => {
    expect(scopeSchema.options).toEqual([...SCOPES]);
  });

  test('show their secret once, and stop when they are revoked', async () => {
    const body = { name: 'Till 1', outlet: 'norte-1', terminal: 'T1', scopes: ['sales:write'] };
    const issued = await call(as('norte'), 'POST /v1/credentials', { body });
    assert('body' in issued, 'the credential is issued');
    const { secret, ...shown } = issued.body as { id: string; secret: string };
    expect(shown).toMatchObject({ ...body, state: 'active', madeAt: '2026-01-01T00:00:00.000000Z' });
    expect(partners.authenticate(secret)).toMatchObject({ name: 'Till 1' });

    const listed = await call(as('norte'), 'GET /v1/credentials', { query: { limit: '200' } });
    expect(JSON.stringify(listed)).not.toContain('tsk_');
    expect((listed as { body: { items: unknown[] } }).body.items).toContainEqual(shown);

    const revoke = `POST /v1/credentials/${shown.id}/revoke`;
    for (const name of ['vecino', 'sur', 'till']) {
      expect(await call(as(name), revoke)).toEqual({ refusal: 'partners.credential.not_found' });
    }
    expect(await call(as('norte'), revoke)).toMatchObject({ status: 200, body: { state: 'revoked' } });
    expect(partners.authenticate(secret)).toMatchObject({ refusal: 'partners.credential.revoked' });
  });

  test('are listed for whom they concern, page by page', async () => {
    const names = async (name: string) => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const answer = await call(as(name), 'GET /v1/credentials', { query: { limit: '1', cursor } });
        const { items, next } = (answer as { body: { items: { name: string }[]; next?: string } }).body;
        found.push(...items.map((item) => item.name));
        cursor = next;
      } while (cursor !== undefined);
      return found;
    };
    expect(await names('mercado')).toEqual(expect.arrayContaining(['mercado', 'norte', 'sur', 'till']));
    expect(await names('sur')).toEqual(['sur']);
    expect(await names('norte')).toEqual(expect.arrayContaining(['norte', 'till']));
    expect(await names('norte')).not.toContain('mercado');
    expect(await names('vecino')).toEqual(['vecino']);
    expect(await names('till')).toEqual([]);
    expect(await call(as('mercado'), 'GET /v1/credentials', { query: { cursor: 'made-up' } })).toEqual({
      refusal: 'http.cursor.malformed',
    });
  });

  test('are issued by nobody beyond himself', async () => {
    const refusal = 'partners.credential.beyond_own';
    const body = { name: 'Master', scopes: ['sales:write'] };
    expect(await call(as('norte'), 'POST /v1/credentials', { body })).toEqual({ refusal });
    expect(await call(as('till'), 'POST /v1/credentials', { body })).toEqual({ refusal });
    const wide = { ...body, scopes: ['points:adjust'] };
    expect(await call(as('mercado'), 'POST /v1/credentials', { body: wide })).toEqual({ refusal });
    const gone = { ...body, validUntil: '2025-12-31T23:59:59Z' };
    expect(await call(as('mercado'), 'POST /v1/credentials', { body: gone })).toEqual({
      refusal: 'partners.credential.already_expired',
    });
    const noDay = { ...body, validUntil: '2026-02-30T00:00:00Z' };
    expect(await call(as('mercado'), 'POST /v1/credentials', { body: noDay })).toEqual({
      refusal: 'http.input.invalid',
    });
    const foreign = { ...body, partner: 'norte' };
    expect(await call(as('vecino'), 'POST /v1/credentials', { body: foreign })).toEqual({
      refusal: 'partners.partner.not_found',
    });
  });
});
