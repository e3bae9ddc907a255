import { assert } from '../../kernel/assert.ts';
import type { Credential, Principal } from './credential.ts';
import type { Outlet } from './outlet.ts';
import type { Partner } from './partner.ts';
import type { Terminal } from './terminal.ts';

/** A credential ready for the request that brings its secret. */
export type Login = { readonly credential: Credential; readonly principal: Principal };

/** All partners, outlets, terminals and credentials at one moment. Never changes. */
export type PartnerSettings = {
  /** By inner ids, which come from our own rows: an unknown one is a bug. */
  readonly partner: (partner: number) => Partner;
  readonly outlet: (outlet: number) => Outlet;
  readonly terminal: (terminal: number) => Terminal;
  /** By codes, which come from outside: an unknown one, or one of another tenant, is undefined. */
  readonly partnerByCode: (tenant: number, code: string) => Partner | undefined;
  readonly outletByCode: (tenant: number, code: string) => Outlet | undefined;
  readonly terminalByCode: (outlet: number, code: string) => Terminal | undefined;
  /** In the order of their codes. */
  readonly partnersOf: (tenant: number) => readonly Partner[];
  readonly outletsOf: (tenant: number) => readonly Outlet[];
  readonly terminalsOf: (outlet: number) => readonly Terminal[];
  /** In the order in which they were made. */
  readonly credentialsOf: (tenant: number) => readonly Credential[];
  readonly loginByDigest: (digest: string) => Login | undefined;
};

/** What is read from the tables; `digest` as `digestOfSecret` gives it. */
export type PartnerRows = {
  readonly partners: readonly Partner[];
  readonly outlets: readonly Outlet[];
  readonly terminals: readonly Terminal[];
  readonly credentials: readonly { readonly digest: string; readonly credential: Credential }[];
};

// Things of one tenant (or outlet) by code, and in its order.
const coded = <T extends { readonly code: string }>(things: readonly T[], groupOf: (thing: T) => number) => {
  const groups = new Map<number, Map<string, T>>();
  for (const thing of things.toSorted((a, b) => (a.code < b.code ? -1 : 1))) {
    const group = groups.get(groupOf(thing)) ?? new Map<string, T>();
    groups.set(groupOf(thing), group.set(thing.code, thing));
  }
  const lists = new Map([...groups].map(([group, members]) => [group, Object.freeze([...members.values()])]));
  return {
    find: (group: number, code: string): T | undefined => groups.get(group)?.get(code),
    list: (group: number): readonly T[] => lists.get(group) ?? [],
  };
};

const known =
  <T>(things: ReadonlyMap<number, T>, what: string) =>
  (id: number): T => {
    const thing = things.get(id);
    assert(thing !== undefined, `there is no ${what} ${id} in the settings`);
    return thing;
  };

const principalOf = (credential: Credential): Principal =>
  Object.freeze({
    tenant: credential.tenant,
    credential: credential.credential,
    name: credential.name,
    scopes: credential.scopes,
    ...(credential.partner !== undefined && { partner: credential.partner }),
    ...(credential.terminal !== undefined && { terminal: credential.terminal }),
  });

/** The snapshot of what was read. Principals are made here once, so that a request only looks its own up. */
export const createPartnerSettings = (rows: PartnerRows): PartnerSettings => {
  const partners = coded(rows.partners, (partner) => partner.tenant);
  const outlets = coded(rows.outlets, (outlet) => outlet.tenant);
  const terminals = coded(rows.terminals, (terminal) => terminal.outlet);
  const logins = new Map<string, Login>();
  const credentials = new Map<number, Credential[]>();
  for (const { digest, credential } of rows.credentials) {
    logins.set(digest, { credential, principal: principalOf(credential) });
    const ofTenant = credentials.get(credential.tenant) ?? [];
    ofTenant.push(credential);
    credentials.set(credential.tenant, ofTenant);
  }
  return Object.freeze({
    partner: known(new Map(rows.partners.map((partner) => [partner.partner, partner])), 'partner'),
    outlet: known(new Map(rows.outlets.map((outlet) => [outlet.outlet, outlet])), 'outlet'),
    terminal: known(new Map(rows.terminals.map((terminal) => [terminal.terminal, terminal])), 'terminal'),
    partnerByCode: partners.find,
    outletByCode: outlets.find,
    terminalByCode: terminals.find,
    partnersOf: partners.list,
    outletsOf: outlets.list,
    terminalsOf: terminals.list,
    credentialsOf: (tenant: number) => credentials.get(tenant) ?? [],
    loginByDigest: (digest: string) => logins.get(digest),
  });
};
