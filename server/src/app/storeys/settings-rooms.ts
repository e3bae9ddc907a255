import { createTokens } from '../../kernel/token.ts';
import { createGuard } from '../../platform/guard/index.ts';
import { tokenKey } from '../../platform/keys.ts';
import { openLane, openOwner } from '../../platform/lanes/index.ts';
import { createRepeats } from '../../platform/repeats/index.ts';
import { createFunding } from '../../rooms/funding/index.ts';
import { createAccounts } from '../../rooms/ledger/index.ts';
import { createNotifications } from '../../rooms/notifications/index.ts';
import { createPartners, SCOPES } from '../../rooms/partners/index.ts';
import { createWalletTypes } from '../../rooms/points/index.ts';
import { createPrograms, raiseSettingsRevision } from '../../rooms/programs/index.ts';
import { createStaff } from '../../rooms/staff/index.ts';
import type { Ground } from '../ground.ts';

/** A tenant starts with two lanes: few lanes beat many, and one alone would let no batch fill while another commits. */
const LANES_OF_A_NEW_TENANT = 2;

/** The lowest storeys: who works here and where, in what it is counted, who pays, and what is told to whom. Nothing of a member, no value. */
export function composeSettingsRooms(ground: Ground) {
  const { database, keys, clock, log } = ground;
  const onFailure = (error: unknown): void =>
    log.warn({ err: error }, 'settings could not be read; the last ones stay');
  const tokens = createTokens(tokenKey(keys));
  const guard = createGuard({ database, keys, clock, limits: ground.attempts ?? {}, pace: ground.pace });
  const repeats = createRepeats({ database, keys, clock });
  const accounts = createAccounts(database);
  const programs = createPrograms({
    database,
    clock,
    onFailure,
    // Staff stands beside programs: its chain is known once both are there.
    audit: (tx, act) => staff.audit(tx, act),
    equipTenant: async (tx, tenant) => {
      for (let lane = 0; lane < LANES_OF_A_NEW_TENANT; lane++) await openLane(tx, tenant);
    },
  });
  const decimalsOf = (tenant: number, unit: string): number | undefined =>
    programs.settings().unitByCode(tenant, unit)?.decimals;
  const staff = createStaff({
    ...{ database, clock, keys, permissions: SCOPES, decimalsOf, raiseRevision: raiseSettingsRevision },
    // Partners stand above staff: their codes are known once both are there.
    placeExists: (tenant, { scope, place }) => {
      const settings = partners.settings();
      if (scope === 'program') return programs.settings().programByCode(tenant, place) !== undefined;
      if (scope === 'partner') return settings.partnerByCode(tenant, place) !== undefined;
      return scope === 'tenant' || settings.outletByCode(tenant, place) !== undefined;
    },
    sendMail: async (tx, { to, ...mail }) => {
      await notifications.enqueue(tx, { ...mail, kind: 'email', to: { email: to }, isSecret: true });
    },
    tenantOf: (tenant) => {
      if (typeof tenant === 'string') return programs.settings().tenantByCode(tenant);
      return programs.settings().tenants.find((one) => one.tenant === tenant);
    },
    equipPerson: (tx, tenant, person) => partners.equipPerson(tx, tenant, person),
    credentialNow: (queries, tenant, credential) => partners.credentialNow(queries, tenant, credential),
    portalUrl: () => ground.portalUrl?.() ?? 'http://localhost:8080',
    onFailure: (error) => log.warn({ err: error }, 'what follows from an approval waits for the next look'),
  });
  const partners = createPartners({
    ...{ database, clock, programs, openOwner, onFailure },
    findPerson: staff.findPerson,
    needsSecond: async (issuer) =>
      (await staff.policy(issuer.tenant)).credentialsAreBound && staff.approvals.isByHand(issuer),
    audit: staff.audit,
  });
  const walletTypes = createWalletTypes(database, accounts.open, accounts.refresh, onFailure, staff.audit);
  const funding = createFunding({ database, clock, programs, partners, audit: staff.audit, onFailure });
  const notifications = createNotifications({
    database,
    clock,
    keys,
    tokens,
    guard: { allowAddress: ground.webhookAllow?.includes },
    audit: staff.audit,
    onFailure: (error) => log.warn({ err: error }, 'a message could not be looked after; it is tried again'),
  });
  return {
    ...{ onFailure, tokens, guard, repeats, accounts, programs, decimalsOf, staff, partners, walletTypes, funding },
    notifications,
  };
}

export type SettingsRooms = ReturnType<typeof composeSettingsRooms>;
