import { indexByCode, indexById } from '../programs/index.ts';
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
  /** In the order in which they were made, without those of the portal. */
  readonly credentialsOf: (tenant: number) => readonly Credential[];
  readonly loginByDigest: (digest: string) => Login | undefined;
  /** Any credential, those of the portal too; undefined where this snapshot does not know it yet. */
  readonly credentialById: (credential: bigint) => Credential | undefined;
  /** The credential under which the person's portal sessions act. */
  readonly portalCredentialOf: (person: bigint) => Credential | undefined;
};

/** What is read from the tables; `digest` as `digestOfSecret` gives it. */
export type PartnerRows = {
  readonly partners: readonly Partner[];
  readonly outlets: readonly Outlet[];
  readonly terminals: readonly Terminal[];
  readonly credentials: readonly { readonly digest: string; readonly credential: Credential }[];
};

const principalOf = (credential: Credential): Principal =>
  Object.freeze({
    tenant: credential.tenant,
    credential: credential.credential,
    name: credential.name,
    scopes: credential.scopes,
    ...(credential.partner !== undefined && { partner: credential.partner }),
    ...(credential.terminal !== undefined && { terminal: credential.terminal }),
    ...(credential.person !== undefined && { person: credential.person }),
    ...(!credential.isConfirmed && { isUnconfirmed: true }),
  });

/** The snapshot of what was read. Principals are made here once, so that a request only looks its own up. */
export const createPartnerSettings = (rows: PartnerRows): PartnerSettings => {
  const partners = indexByCode(rows.partners, (partner) => partner.tenant);
  const outlets = indexByCode(rows.outlets, (outlet) => outlet.tenant);
  const terminals = indexByCode(rows.terminals, (terminal) => terminal.outlet);
  const logins = new Map<string, Login>();
  const credentials = new Map<number, Credential[]>();
  const portals = new Map<bigint, Credential>();
  const byId = new Map<bigint, Credential>();
  for (const { digest, credential } of rows.credentials) {
    byId.set(credential.credential, credential);
    if (credential.isPortal && credential.person !== undefined) {
      portals.set(credential.person, credential);
      continue;
    }
    logins.set(digest, { credential, principal: principalOf(credential) });
    const ofTenant = credentials.get(credential.tenant) ?? [];
    ofTenant.push(credential);
    credentials.set(credential.tenant, ofTenant);
  }
  return Object.freeze({
    partner: indexById(rows.partners, (partner) => partner.partner, 'partner'),
    outlet: indexById(rows.outlets, (outlet) => outlet.outlet, 'outlet'),
    terminal: indexById(rows.terminals, (terminal) => terminal.terminal, 'terminal'),
    partnerByCode: partners.find,
    outletByCode: outlets.find,
    terminalByCode: terminals.find,
    partnersOf: partners.list,
    outletsOf: outlets.list,
    terminalsOf: terminals.list,
    credentialsOf: (tenant: number) => credentials.get(tenant) ?? [],
    loginByDigest: (digest: string) => logins.get(digest),
    credentialById: (credential: bigint) => byId.get(credential),
    portalCredentialOf: (person: bigint) => portals.get(person),
  });
};
