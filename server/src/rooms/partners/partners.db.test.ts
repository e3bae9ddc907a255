import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { addSeconds, instant } from '../../kernel/instant.ts';
import { manualClock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/database.ts';
import { freshDatabase } from '../../platform/database/template.ts';
import type { FreshDatabase } from '../../platform/database/template.ts';
import { createPrograms, SETTINGS_POLL_MS } from '../programs/index.ts';
import type { Programs } from '../programs/index.ts';
import { createPartners } from './index.ts';
import type { CredentialInput, Partners, Principal } from './index.ts';

const start = instant(1_767_225_600_000_000);
const clock = manualClock(start);

let fresh: FreshDatabase;
let programs: Programs;
let partners: Partners;
let owners = 1024n;
const tenants: number[] = [];

// Stands for the lane machine, which is not asked here: an outlet only keeps what it is given.
const openOwner = (_tx: Tx, tenant: number) => {
  owners += 4n;
  return Promise.resolve({ lane: tenant * 10, owner: owners });
};

beforeAll(async () => {
  fresh = await freshDatabase();
  programs = createPrograms({ database: fresh.database, clock });
  partners = createPartners({ database: fresh.database, clock, programs, openOwner });
  await partners.refresh();
  for (const code of ['mercado', 'vecino']) {
    const opened = await programs.openTenant({ code, name: code, defaultCountry: 'ES' });
    assert(opened.ok, 'the tenant opens');
    const { tenant } = opened.tenant;
    tenants.push(tenant);
    await programs.defineUnit(tenant, { code: 'EUR', kind: 'money' });
    await programs.openProgram(tenant, { code: 'club', name: 'Club', zone: 'Europe/Madrid', currency: 'EUR' });
    for (const partner of ['norte', 'sur']) {
      await partners.addPartner(tenant, { code: partner, name: partner });
      await partners.addOutlet(tenant, { partner, program: 'club', code: `${partner}-1`, name: 'First' });
      await partners.addTerminal(tenant, `${partner}-1`, { code: 'T1' });
      await partners.addTerminal(tenant, `${partner}-1`, { code: 'T2', hasOwnReferences: true });
    }
  }
});

afterAll(() => fresh.drop());

const issue = async (input: Partial<CredentialInput>, tenant = tenants[0] as number) => {
  const issued = await partners.issueCredential(tenant, { name: 'test', scopes: ['sales:write'], ...input });
  assert(issued.ok, `the credential is issued, not refused: ${JSON.stringify(issued, (_, v) => String(v))}`);
  return issued;
};

const login = (secret: string): Principal => {
  const principal = partners.authenticate(secret);
  assert(!('refusal' in principal), 'the secret is known');
  return principal;
};

describe('an outlet', () => {
  test('has the zone of its program and midnight as cut-over, unless it says otherwise', async () => {
    const [tenant = 0] = tenants;
    expect(partners.settings().outletByCode(tenant, 'norte-1')).toMatchObject({ cutOverHour: 0, lane: tenant * 10 });
    const canary = { partner: 'sur', program: 'club', code: 'las-palmas', name: 'Las Palmas' };
    const added = await partners.addOutlet(tenant, {
      ...canary,
      zone: 'Atlantic/Canary',
      cutOverHour: 4,
      groups: ['islands', 'large', 'islands'],
    });
    assert(added.ok, 'the outlet is added');
    expect(added.outlet.zone.name).toBe('Atlantic/Canary');
    expect(added.outlet.groups).toEqual(['islands', 'large']);
    // 2026-01-02T03:30 on the wall of Las Palmas: the books of the day before are still open.
    expect(added.outlet.zone.businessDayOf(instant(1_767_324_600_000_000), added.outlet.cutOverHour)).toBe(
      '2026-01-01',
    );
  });

  test.each([
    [{ code: 'a b' }, 'programs.code.malformed'],
    [{ groups: ['a b'] }, 'programs.code.malformed'],
    [{ zone: 'Mars/Base' }, 'partners.outlet.unknown_zone'],
    [{ cutOverHour: 24 }, 'partners.outlet.cut_over_out_of_day'],
    [{ cutOverHour: 3.5 }, 'partners.outlet.cut_over_out_of_day'],
    [{ groups: Array.from({ length: 51 }, (_, n) => `g${n}`) }, 'partners.outlet.too_many_groups'],
    [{ partner: 'este' }, 'partners.partner.not_found'],
    [{ program: 'other' }, 'programs.program.not_found'],
    [{ code: 'norte-1' }, 'partners.outlet.code_taken'],
  ])('is refused for %o', async (change, refusal) => {
    const input = { partner: 'norte', program: 'club', code: 'new', name: 'New', ...change };
    expect(await partners.addOutlet(tenants[0] as number, input)).toMatchObject({ ok: false, refusal });
  });

  test('is refused under a closed program', async () => {
    const [tenant = 0] = tenants;
    await programs.openProgram(tenant, { code: 'old', name: 'Old', zone: 'Europe/Madrid', currency: 'EUR' });
    await programs.closeProgram(tenant, 'old');
    const input = { partner: 'norte', program: 'old', code: 'late', name: 'Late' };
    expect(await partners.addOutlet(tenant, input)).toMatchObject({ ok: false, refusal: 'programs.program.closed' });
  });
});

describe('a terminal', () => {
  test('has a code that no other terminal of its outlet has', async () => {
    const [tenant = 0] = tenants;
    const refusal = 'partners.terminal.code_taken';
    expect(await partners.addTerminal(tenant, 'norte-1', { code: 'T1' })).toMatchObject({ ok: false, refusal });
  });

  test('changes only in what is said', async () => {
    const [tenant = 0] = tenants;
    await partners.addTerminal(tenant, 'norte-1', { code: 'T9', mayNotify: false });
    const codes = { outlet: 'norte-1', terminal: 'T9' };
    await partners.setTerminal(tenant, codes, { mayRequest: false });
    expect(await partners.setTerminal(tenant, codes, { state: 'suspended' })).toMatchObject({
      ok: true,
      terminal: { mayRequest: false, mayNotify: false, hasOwnReferences: false, state: 'suspended' },
    });
  });

  test('of another tenant is not found', async () => {
    const [tenant = 0] = tenants;
    const codes = { outlet: 'las-palmas', terminal: 'T1' };
    expect(await partners.setTerminal(tenants[1] as number, codes, {})).toMatchObject({
      refusal: 'partners.outlet.not_found',
    });
    expect(await partners.setTerminal(tenant, codes, {})).toMatchObject({ refusal: 'partners.terminal.not_found' });
    expect(await partners.addTerminal(tenant, 'nowhere', { code: 'T1' })).toMatchObject({
      refusal: 'partners.outlet.not_found',
    });
  });
});

describe('a credential', () => {
  test('is known by a secret that nothing but the answer shows', async () => {
    const { secret, credential } = await issue({ scopes: ['sales:write', 'points:read'] });
    expect(secret).toMatch(/^tsk_[A-Za-z0-9_-]{43}$/);
    expect(login(secret)).toEqual({
      tenant: tenants[0],
      credential: credential.credential,
      name: 'test',
      scopes: new Set(['sales:write', 'points:read']),
    });
    const rows = await fresh.database.query('select * from partners.credential');
    expect(JSON.stringify(rows, (_, value) => String(value))).not.toContain(secret);
    expect(JSON.stringify(partners.settings().credentialsOf(tenants[0] as number), (_, v) => String(v))).not.toContain(
      secret,
    );
  });

  test('that nobody was given is refused', () => {
    expect(partners.authenticate('tsk_nothing')).toMatchObject({ refusal: 'partners.credential.unknown' });
    expect(partners.authenticate('x'.repeat(100_000))).toMatchObject({ refusal: 'partners.credential.unknown' });
  });

  test('is refused once it is revoked, and revoking it again changes nothing', async () => {
    const { secret, credential } = await issue({});
    const [tenant = 0, neighbour = 0] = tenants;
    const stranger = await partners.revokeCredential(neighbour, credential.credential);
    expect(stranger).toMatchObject({ refusal: 'partners.credential.not_found' });
    login(secret);
    expect(await partners.revokeCredential(tenant, credential.credential)).toMatchObject({ ok: true });
    expect(await partners.revokeCredential(tenant, credential.credential)).toMatchObject({ ok: true });
    expect(partners.authenticate(secret)).toMatchObject({ refusal: 'partners.credential.revoked' });
  });

  test('is refused from the very moment of its end', async () => {
    const { secret } = await issue({ validUntil: addSeconds(start, 60) });
    clock.advance(59_999_999);
    login(secret);
    clock.advance(1);
    expect(partners.authenticate(secret)).toMatchObject({ refusal: 'partners.credential.expired' });
    clock.set(start);
  });

  test.each([
    [{ scopes: ['everything'] }, 'partners.credential.unknown_scope'],
    [{ validUntil: start }, 'partners.credential.already_expired'],
    [{ terminal: 'T1' }, 'partners.credential.binding_unclear'],
    [{ outlet: 'norte-1' }, 'partners.credential.binding_unclear'],
    [{ partner: 'norte', outlet: 'norte-1', terminal: 'T1' }, 'partners.credential.binding_unclear'],
    [{ partner: 'este' }, 'partners.partner.not_found'],
    [{ outlet: 'este-1', terminal: 'T1' }, 'partners.outlet.not_found'],
    [{ outlet: 'norte-1', terminal: 'T7' }, 'partners.terminal.not_found'],
  ])('is refused for %o', async (change, refusal) => {
    const input = { name: 'test', scopes: ['sales:write'], ...change };
    expect(await partners.issueCredential(tenants[0] as number, input)).toMatchObject({ ok: false, refusal });
  });

  test('makes none that may do more than itself', async () => {
    const [tenant = 0] = tenants;
    const scopes = ['settings:write', 'sales:write'];
    const norte = login((await issue({ scopes, partner: 'norte' })).secret);
    const ask = (input: Partial<CredentialInput>) =>
      partners.issueCredential(tenant, { name: 'child', scopes: ['sales:write'], ...input }, norte);
    const refusal = 'partners.credential.beyond_own';
    expect(await ask({})).toMatchObject({ refusal });
    expect(await ask({ partner: 'sur' })).toMatchObject({ refusal });
    expect(await ask({ outlet: 'sur-1', terminal: 'T1' })).toMatchObject({ refusal });
    expect(await ask({ partner: 'norte', scopes: ['points:adjust'] })).toMatchObject({ refusal });
    expect(await ask({ partner: 'norte' })).toMatchObject({ ok: true });
    expect(await ask({ outlet: 'norte-1', terminal: 'T1' })).toMatchObject({ ok: true });
    const till = login((await issue({ scopes, outlet: 'norte-1', terminal: 'T1' })).secret);
    const asTill = { name: 'child', scopes: ['sales:write'], outlet: 'norte-1', terminal: 'T1' };
    expect(await partners.issueCredential(tenant, asTill, till)).toMatchObject({ refusal });
  });

  test('stops with its terminal and with its partner, in another process within a second', async () => {
    const [tenant = 0] = tenants;
    const till = (await issue({ outlet: 'sur-1', terminal: 'T1' })).secret;
    const partner = (await issue({ partner: 'sur' })).secret;
    const elsewherePrograms = createPrograms({ database: fresh.database, clock });
    const elsewhere = createPartners({ database: fresh.database, clock, programs: elsewherePrograms, openOwner });
    await elsewhere.refresh();
    elsewhere.watch();
    const refusedAs = async (secret: string) => {
      for (let waitedMs = 0; waitedMs < 2 * SETTINGS_POLL_MS; waitedMs += 20) {
        const outcome = elsewhere.authenticate(secret);
        if ('refusal' in outcome) return outcome.refusal;
        await sleep(20);
      }
      return 'not refused';
    };
    await partners.setTerminal(tenant, { outlet: 'sur-1', terminal: 'T1' }, { state: 'suspended' });
    expect(await refusedAs(till)).toBe('partners.terminal.suspended');
    await partners.suspendPartner(tenant, 'sur');
    expect(await refusedAs(partner)).toBe('partners.partner.suspended');
    await elsewhere.stop();
    expect(partners.authenticate(till)).toMatchObject({ refusal: 'partners.partner.suspended' });

    await partners.resumePartner(tenant, 'sur');
    await partners.setTerminal(tenant, { outlet: 'sur-1', terminal: 'T1' }, { state: 'active' });
    login(till);
    login(partner);
  });
});
