import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { instant } from '../../kernel/instant.ts';
import { manualClock } from '../../platform/clock.ts';
import { freshDatabase } from '../../platform/database/template.ts';
import type { FreshDatabase } from '../../platform/database/template.ts';
import { createPrograms, POLICY_DEFAULTS, SETTINGS_POLL_MS } from './index.ts';
import type { Programs } from './index.ts';

const clock = manualClock(instant(1_767_225_600_000_000));

let fresh: FreshDatabase;
let programs: Programs;
let tenant: number;

beforeAll(async () => {
  fresh = await freshDatabase();
  programs = createPrograms({ database: fresh.database, clock });
  await programs.refresh();
  const opened = await programs.openTenant({ code: 'mercado', name: 'Mercado', defaultCountry: 'ES' });
  assert(opened.ok, 'the tenant opens');
  tenant = opened.tenant.tenant;
  await programs.defineUnit(tenant, { code: 'EUR', kind: 'money' });
  await programs.defineUnit(tenant, { code: 'PTS', kind: 'points', decimals: 2 });
});

afterAll(() => fresh.drop());

const club = { code: 'club', name: 'Club', zone: 'Europe/Madrid', currency: 'EUR' };

describe('a tenant', () => {
  test('has a code that no other has', async () => {
    const again = await programs.openTenant({ code: 'mercado', name: 'Other', defaultCountry: 'PT' });
    expect(again).toMatchObject({ ok: false, refusal: 'programs.tenant.code_taken' });
  });

  test.each([
    [{ code: 'Mercado', defaultCountry: 'ES' }, 'programs.tenant.code_malformed'],
    [{ code: 'm', defaultCountry: 'ES' }, 'programs.tenant.code_malformed'],
    [{ code: 'tienda', defaultCountry: 'XX' }, 'programs.tenant.unknown_country'],
    [{ code: 'tienda', defaultCountry: 'es' }, 'programs.tenant.unknown_country'],
  ])('is refused for %o', async (input, refusal) => {
    expect(await programs.openTenant({ name: 'Tienda', ...input })).toMatchObject({ ok: false, refusal });
  });

  test('is not there when the rooms below cannot equip it', async () => {
    const failing = createPrograms({
      database: fresh.database,
      clock,
      equipTenant: () => Promise.reject(new Error('no lanes')),
    });
    await expect(failing.openTenant({ code: 'half', name: 'Half', defaultCountry: 'ES' })).rejects.toThrow('no lanes');
    await programs.refresh();
    expect(programs.settings().tenantByCode('half')).toBeUndefined();
  });
});

describe('a unit', () => {
  test('of money has the decimals of ISO 4217', async () => {
    expect(await programs.defineUnit(tenant, { code: 'JPY', kind: 'money' })).toMatchObject({
      ok: true,
      unit: { code: 'JPY', kind: 'money', decimals: 0 },
    });
  });

  test.each([
    [{ code: 'P T', kind: 'points' as const }, 'programs.code.malformed'],
    [{ code: 'ZZZ', kind: 'money' as const }, 'programs.unit.unknown_currency'],
    [{ code: 'USD', kind: 'money' as const, decimals: 4 }, 'programs.unit.decimals_not_iso'],
    [{ code: 'USD', kind: 'points' as const }, 'programs.unit.code_is_currency'],
    [{ code: 'BONUS', kind: 'points' as const, decimals: 5 }, 'programs.unit.decimals_out_of_bounds'],
    [{ code: 'BONUS', kind: 'points' as const, decimals: -1 }, 'programs.unit.decimals_out_of_bounds'],
    [{ code: 'PTS', kind: 'points' as const }, 'programs.unit.code_taken'],
  ])('is refused for %o', async (input, refusal) => {
    expect(await programs.defineUnit(tenant, input)).toMatchObject({ ok: false, refusal });
  });
});

describe('a program', () => {
  test('opens with the policy that was said, and the defaults for the rest', async () => {
    const opened = await programs.openProgram(tenant, { ...club, policy: { earnBase: 'gross' } });
    expect(opened).toMatchObject({
      ok: true,
      program: {
        code: 'club',
        state: 'open',
        currency: { code: 'EUR' },
        policy: { ...POLICY_DEFAULTS, earnBase: 'gross' },
      },
    });
    expect(programs.settings().programByCode(tenant, 'club')?.zone.name).toBe('Europe/Madrid');
  });

  test.each([
    [{ code: '../club' }, 'programs.code.malformed'],
    [{ code: 'two', zone: '+02:00' }, 'programs.program.unknown_zone'],
    [{ code: 'two', zone: 'Europe/Madird' }, 'programs.program.unknown_zone'],
    [{ code: 'two', currency: 'USD' }, 'programs.unit.not_found'],
    [{ code: 'two', currency: 'PTS' }, 'programs.program.currency_not_money'],
    [{}, 'programs.program.code_taken'],
  ])('is refused for %o', async (change, refusal) => {
    expect(await programs.openProgram(tenant, { ...club, ...change })).toMatchObject({ ok: false, refusal });
  });

  test('gets a whole new policy: what is left out goes back to its default', async () => {
    await programs.setPolicy(tenant, 'club', { rawMessageDays: 7, debtMax: '100.50' });
    expect(programs.settings().programByCode(tenant, 'club')?.policy).toEqual({
      ...POLICY_DEFAULTS,
      rawMessageDays: 7,
      debtMax: '100.50',
    });
  });

  test('is not found by another tenant', async () => {
    const other = await programs.openTenant({ code: 'vecino', name: 'Vecino', defaultCountry: 'ES' });
    assert(other.ok, 'the neighbour opens');
    expect(programs.settings().programByCode(other.tenant.tenant, 'club')).toBeUndefined();
    const stranger = other.tenant.tenant;
    const refusal = 'programs.program.not_found';
    expect(await programs.setPolicy(stranger, 'club', {})).toMatchObject({ ok: false, refusal });
    expect(await programs.closeProgram(stranger, 'club')).toMatchObject({ ok: false, refusal });
    expect(await programs.openProgram(stranger, { ...club, code: 'own' })).toMatchObject({
      ok: false,
      refusal: 'programs.unit.not_found',
    });
  });

  test('takes no new policy while it is closed, and does again when it is open', async () => {
    expect(await programs.closeProgram(tenant, 'club')).toMatchObject({ ok: true, program: { state: 'closed' } });
    expect(await programs.closeProgram(tenant, 'club')).toMatchObject({ ok: true, program: { state: 'closed' } });
    expect(await programs.setPolicy(tenant, 'club', {})).toMatchObject({
      ok: false,
      refusal: 'programs.program.closed',
    });
    expect(await programs.reopenProgram(tenant, 'club')).toMatchObject({ ok: true, program: { state: 'open' } });
    expect(await programs.setPolicy(tenant, 'club', {})).toMatchObject({ ok: true });
  });
});

describe('settings in memory', () => {
  test('are a snapshot: who holds one is not disturbed by a change', async () => {
    const before = programs.settings();
    await programs.defineUnit(tenant, { code: 'STAR', kind: 'points' });
    expect(before.unitByCode(tenant, 'STAR')).toBeUndefined();
    expect(programs.settings().unitByCode(tenant, 'STAR')).toMatchObject({ decimals: 0 });
  });

  test('are known in another process within a second', async () => {
    const elsewhere = createPrograms({ database: fresh.database, clock });
    await elsewhere.refresh();
    elsewhere.watch();
    await programs.defineUnit(tenant, { code: 'MOON', kind: 'points' });
    let waitedMs = 0;
    while (elsewhere.settings().unitByCode(tenant, 'MOON') === undefined && waitedMs < 2 * SETTINGS_POLL_MS) {
      await sleep(20);
      waitedMs += 20;
    }
    await elsewhere.stop();
    expect(elsewhere.settings().unitByCode(tenant, 'MOON')).toBeDefined();
  });

  test('hold every one of many changes that were made at once', async () => {
    const codes = Array.from({ length: 20 }, (_, n) => `many-${n}`);
    const outcomes = await Promise.all(codes.map((code) => programs.defineUnit(tenant, { code, kind: 'points' })));
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
  });

  test('one of two who take the same code at once gets it', async () => {
    const outcomes = await Promise.all([1, 2].map(() => programs.defineUnit(tenant, { code: 'RACE', kind: 'points' })));
    expect(outcomes.map((outcome) => outcome.ok).sort()).toEqual([false, true]);
  });
});
