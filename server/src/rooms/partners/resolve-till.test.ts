import { describe, expect, test } from 'vitest';
import { INSTANT_NEVER, instant } from '../../kernel/instant.ts';
import { createZone } from '../../kernel/zone.ts';
import { POLICY_DEFAULTS } from '../programs/index.ts';
import type { Program, ProgramSettings } from '../programs/index.ts';
import { mayActFor } from './may-act-for.ts';
import type { Principal } from './credential.ts';
import type { Outlet } from './outlet.ts';
import type { Partner } from './partner.ts';
import { resolveTill } from './resolve-till.ts';
import type { Manner, TillNames } from './resolve-till.ts';
import { createPartnerSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { referenceSpaceOf } from './till.ts';

const zone = createZone('Europe/Madrid');

const program = (id: number, tenant: number, state: Program['state']): Program => ({
  program: id,
  tenant,
  code: `program-${id}`,
  name: 'Club',
  zone,
  currency: { unit: 1, code: 'EUR', decimals: 2, kind: 'money' },
  state,
  policy: POLICY_DEFAULTS,
});

const partner = (id: number, tenant: number, code: string, state: Partner['state'] = 'active'): Partner => ({
  partner: id,
  tenant,
  code,
  name: code,
  state,
});

const outlet = (id: number, of: Partner, code: string, change: Partial<Outlet> = {}): Outlet => ({
  outlet: id,
  tenant: of.tenant,
  partner: of.partner,
  program: 1,
  code,
  name: code,
  zone,
  cutOverHour: 4,
  groups: [],
  state: 'open',
  lane: 1,
  owner: 1028n,
  ...change,
});

const terminal = (id: number, at: Outlet, code: string, change: Partial<Terminal> = {}): Terminal => ({
  terminal: id,
  tenant: at.tenant,
  outlet: at.outlet,
  code,
  mayRequest: true,
  mayNotify: true,
  hasOwnReferences: false,
  state: 'active',
  ...change,
});

const norte = partner(1, 1, 'norte');
const sur = partner(2, 1, 'sur');
const paused = partner(3, 1, 'paused', 'suspended');
const vecino = partner(4, 2, 'vecino');
const norte1 = outlet(1, norte, 'norte-1');
const norte2 = outlet(2, norte, 'norte-2', { state: 'closed' });
const sur1 = outlet(3, sur, 'sur-1', { program: 2 });
const paused1 = outlet(4, paused, 'paused-1');
const vecino1 = outlet(5, vecino, 'vecino-1', { program: 3 });
const terminals = {
  norte1: terminal(1, norte1, 'T1'),
  norte1Own: terminal(2, norte1, 'T2', { hasOwnReferences: true }),
  asks: terminal(3, norte1, 'asks', { mayNotify: false }),
  tells: terminal(4, norte1, 'tells', { mayRequest: false }),
  broken: terminal(5, norte1, 'broken', { state: 'suspended' }),
  norte2: terminal(6, norte2, 'T1'),
  sur1: terminal(7, sur1, 'T1'),
  paused1: terminal(8, paused1, 'T1', { state: 'suspended' }),
  vecino1: terminal(9, vecino1, 'T1'),
};

const settings = createPartnerSettings({
  partners: [norte, sur, paused, vecino],
  outlets: [norte1, norte2, sur1, paused1, vecino1],
  terminals: Object.values(terminals),
  credentials: [
    {
      digest: 'unused',
      credential: {
        credential: 1n,
        tenant: 1,
        name: 'unused',
        scopes: new Set(),
        state: 'active',
        validUntil: INSTANT_NEVER,
        madeAt: instant(0),
        isPortal: false,
        mayPersonWork: true,
        isConfirmed: true,
      },
    },
  ],
});
const programs = [program(1, 1, 'open'), program(2, 1, 'closed'), program(3, 2, 'open')];
const programSettings = { program: (id: number) => programs[id - 1] } as unknown as ProgramSettings;

const principal = (bound: { tenant?: number; partner?: number; terminal?: number }): Principal => ({
  tenant: 1,
  credential: 1n,
  name: 'test',
  scopes: new Set(['sales:write']),
  ...bound,
});
const free = principal({});
const ofNorte = principal({ partner: 1 });
const ofTill = principal({ terminal: 1 });
const ofNeighbour = principal({ tenant: 2 });

const resolve = (who: Principal, names: TillNames, manner: Manner = 'request') =>
  resolveTill({ partners: settings, programs: programSettings }, who, names, manner);

describe('the till of an operation', () => {
  test('is the terminal of the credential when nothing is named', () => {
    expect(resolve(ofTill, {})).toEqual({
      ok: true,
      terminal: terminals.norte1,
      outlet: norte1,
      partner: norte,
      program: programs[0],
      credential: 1n,
      exceptions: [],
    });
  });

  test('is the one that is named, whatever credential names it', () => {
    for (const who of [free, ofNorte, ofTill]) {
      expect(resolve(who, { outlet: 'norte-1', terminal: 'T1' })).toMatchObject({
        ok: true,
        terminal: { terminal: 1 },
      });
    }
    expect(resolve(ofTill, { terminal: 'T1' })).toMatchObject({ ok: true, terminal: { terminal: 1 } });
    expect(resolve(ofTill, { outlet: 'norte-1' })).toMatchObject({ ok: true, terminal: { terminal: 1 } });
  });

  const cases: [string, Principal, TillNames, Manner, string][] = [
    ['no outlet named', free, { terminal: 'T1' }, 'request', 'partners.outlet.missing'],
    ['nothing named by a partner', ofNorte, {}, 'request', 'partners.outlet.missing'],
    ['an unknown outlet', free, { outlet: 'este-1', terminal: 'T1' }, 'request', 'partners.outlet.not_found'],
    ["another tenant's outlet", free, { outlet: 'vecino-1', terminal: 'T1' }, 'request', 'partners.outlet.not_found'],
    ['no terminal named', free, { outlet: 'norte-1' }, 'request', 'partners.terminal.missing'],
    ['another outlet, no terminal', ofTill, { outlet: 'sur-1' }, 'request', 'partners.terminal.missing'],
    ['an unknown terminal', free, { outlet: 'norte-1', terminal: 'T7' }, 'request', 'partners.terminal.not_found'],
    ['the terminal beside', ofTill, { terminal: 'T2' }, 'request', 'partners.terminal.not_of_credential'],
    [
      "another partner's till",
      ofNorte,
      { outlet: 'sur-1', terminal: 'T1' },
      'request',
      'partners.terminal.not_of_credential',
    ],
    [
      'a suspended partner first',
      free,
      { outlet: 'paused-1', terminal: 'T1' },
      'request',
      'partners.partner.suspended',
    ],
    [
      'a suspended partner that tells',
      free,
      { outlet: 'paused-1', terminal: 'T1' },
      'notice',
      'partners.partner.suspended',
    ],
    ['a suspended terminal', free, { outlet: 'norte-1', terminal: 'broken' }, 'request', 'partners.terminal.suspended'],
    [
      'a suspended terminal that tells',
      free,
      { outlet: 'norte-1', terminal: 'broken' },
      'notice',
      'partners.terminal.suspended',
    ],
    [
      'one that may not ask',
      free,
      { outlet: 'norte-1', terminal: 'tells' },
      'request',
      'partners.terminal.may_not_request',
    ],
    [
      'one that may not tell',
      free,
      { outlet: 'norte-1', terminal: 'asks' },
      'notice',
      'partners.terminal.may_not_notify',
    ],
    ['a closed outlet', free, { outlet: 'norte-2', terminal: 'T1' }, 'request', 'partners.outlet.closed'],
    ['a closed program', free, { outlet: 'sur-1', terminal: 'T1' }, 'request', 'programs.program.closed'],
  ];
  test.each(cases)('is refused for %s', (_, who, names, manner, refusal) => {
    expect(resolve(who, names, manner)).toMatchObject({ ok: false, refusal });
  });

  test('lets a notice through that comes after the outlet or the program was closed, and marks it', () => {
    expect(resolve(free, { outlet: 'norte-2', terminal: 'T1' }, 'notice')).toMatchObject({
      ok: true,
      exceptions: [{ refusal: 'partners.outlet.closed' }],
    });
    expect(resolve(free, { outlet: 'sur-1', terminal: 'T1' }, 'notice')).toMatchObject({
      ok: true,
      exceptions: [{ refusal: 'programs.program.closed' }],
    });
  });

  test('counts references with its partner, or by itself where its settings say so', () => {
    const shared = resolve(free, { outlet: 'norte-1', terminal: 'T1' });
    const own = resolve(free, { outlet: 'norte-1', terminal: 'T2' });
    expect(shared.ok && referenceSpaceOf(shared)).toBe(2n);
    expect(own.ok && referenceSpaceOf(own)).toBe(5n);
  });
});

describe('a credential speaks', () => {
  test('for all of its tenant when it is free, and for nothing of another', () => {
    expect([norte1, sur1, terminals.norte1, terminals.sur1].every((target) => mayActFor(settings, free, target))).toBe(
      true,
    );
    expect([vecino1, terminals.vecino1].some((target) => mayActFor(settings, free, target))).toBe(false);
    expect([norte1, terminals.norte1].some((target) => mayActFor(settings, ofNeighbour, target))).toBe(false);
  });

  test("for its partner's outlets and terminals when it is bound to a partner", () => {
    expect([norte1, norte2, terminals.norte2].every((target) => mayActFor(settings, ofNorte, target))).toBe(true);
    expect([sur1, terminals.sur1].some((target) => mayActFor(settings, ofNorte, target))).toBe(false);
  });

  test('for its terminal and its outlet when it is bound to a terminal', () => {
    expect([norte1, terminals.norte1].every((target) => mayActFor(settings, ofTill, target))).toBe(true);
    expect([norte2, sur1, terminals.norte1Own].some((target) => mayActFor(settings, ofTill, target))).toBe(false);
  });
});
