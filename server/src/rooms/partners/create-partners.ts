import type { Ok } from '../../kernel/refusal.ts';
import { noAudit } from '../../platform/audit.ts';
import type { Actor, Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Queries, Tx } from '../../platform/database/database.ts';
import { createSettingsFollower } from '../programs/index.ts';
import type { Programs } from '../programs/index.ts';
import { addOutlet } from './add-outlet.ts';
import type { AddOutletRefusal } from './add-outlet.ts';
import { addPartner } from './add-partner.ts';
import type { AddPartnerOutcome } from './add-partner.ts';
import { addTerminal } from './add-terminal.ts';
import type { AddTerminalOutcome } from './add-terminal.ts';
import { authenticate } from './authenticate.ts';
import type { AuthenticateOutcome } from './authenticate.ts';
import { closeOutlet, reopenOutlet } from './close-outlet.ts';
import type { CloseOutletOutcome } from './close-outlet.ts';
import { confirmCredential } from './confirm-credential.ts';
import type { ConfirmCredentialOutcome } from './confirm-credential.ts';
import type { Principal } from './credential.ts';
import { equipPerson } from './equip-person.ts';
import { issueCredential } from './issue-credential.ts';
import type { CredentialInput, IssueCredentialOutcome } from './issue-credential.ts';
import { mayActFor } from './may-act-for.ts';
import { mayName } from './may-name.ts';
import type { Outlet, OutletInput } from './outlet.ts';
import type { OpenOwner, PartnerDeps } from './partner-deps.ts';
import type { PartnerInput } from './partner.ts';
import { findCredentialNow, type CredentialNow } from './read/credential-now.ts';
import { readPartnerRows } from './read/settings.ts';
import { resolveTill } from './resolve-till.ts';
import type { Manner, ResolveTillOutcome, TillNames } from './resolve-till.ts';
import { revokeCredential } from './revoke-credential.ts';
import type { RevokeCredentialOutcome } from './revoke-credential.ts';
import { setTerminal } from './set-terminal.ts';
import type { SetTerminalOutcome } from './set-terminal.ts';
import { createPartnerSettings } from './settings.ts';
import type { PartnerSettings } from './settings.ts';
import { resumePartner, suspendPartner } from './suspend-partner.ts';
import type { SuspendPartnerOutcome } from './suspend-partner.ts';
import type { Terminal, TerminalChange, TerminalInput } from './terminal.ts';

/** The room: its settings in memory, its synchronous questions, and its verbs, each in a transaction of its own. */
export type Partners = {
  readonly settings: () => PartnerSettings;
  readonly refresh: () => Promise<void>;
  readonly watch: () => void;
  readonly stop: () => Promise<void>;
  readonly authenticate: (secret: string) => AuthenticateOutcome;
  readonly mayActFor: (principal: Principal, target: Terminal | Outlet) => boolean;
  readonly mayName: (principal: Principal, outlet: number) => boolean;
  /** `manner` is `request` unless said otherwise. */
  readonly resolveTill: (principal: Principal, names: TillNames, manner?: Manner) => ResolveTillOutcome;
  readonly addPartner: (tenant: number, input: PartnerInput, by?: Actor) => Promise<AddPartnerOutcome>;
  readonly suspendPartner: (tenant: number, code: string, by?: Actor) => Promise<SuspendPartnerOutcome>;
  readonly resumePartner: (tenant: number, code: string, by?: Actor) => Promise<SuspendPartnerOutcome>;
  readonly addOutlet: (
    tenant: number,
    input: OutletInput,
    by?: Actor,
  ) => Promise<Ok<{ readonly outlet: Outlet }> | AddOutletRefusal>;
  readonly closeOutlet: (tenant: number, code: string, by?: Actor) => Promise<CloseOutletOutcome>;
  readonly reopenOutlet: (tenant: number, code: string, by?: Actor) => Promise<CloseOutletOutcome>;
  readonly addTerminal: (
    tenant: number,
    outlet: string,
    input: TerminalInput,
    by?: Actor,
  ) => Promise<AddTerminalOutcome>;
  readonly setTerminal: (
    tenant: number,
    codes: { readonly outlet: string; readonly terminal: string },
    change: TerminalChange,
    by?: Actor,
  ) => Promise<SetTerminalOutcome>;
  readonly issueCredential: (
    tenant: number,
    input: CredentialInput,
    issuer?: Principal,
  ) => Promise<IssueCredentialOutcome>;
  /** In the transaction in which the person begins to work. The settings have to be raised in it. */
  readonly equipPerson: (tx: Tx, tenant: number, person: bigint) => Promise<void>;
  /** How a credential stands at this moment, in every process: what is in memory may be a second old. */
  readonly credentialNow: (queries: Queries, tenant: number, credential: bigint) => Promise<CredentialNow | undefined>;
  /** By the yes of a second person. */
  readonly confirmCredential: (tenant: number, credential: bigint, by?: Actor) => Promise<ConfirmCredentialOutcome>;
  readonly revokeCredential: (tenant: number, credential: bigint, by?: Actor) => Promise<RevokeCredentialOutcome>;
};

/** Makes the room. `refresh` has to be awaited once before anything is asked; it refreshes the programs as well. */
export const createPartners = (given: {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly openOwner: OpenOwner;
  /** Whose credentials there may be; nobody's where left out. */
  readonly findPerson?: PartnerDeps['findPerson'];
  /** Which issuers need a second person for keys of tills; none where left out. */
  readonly needsSecond?: PartnerDeps['needsSecond'];
  /** The audit chain of the tenant; no trace where left out. */
  readonly audit?: Audit;
  readonly onFailure?: (error: unknown) => void;
}): Partners => {
  const follower = createSettingsFollower({
    database: given.database,
    onFailure: given.onFailure,
    load: async (tx) => createPartnerSettings(await readPartnerRows(tx)),
    // An outlet names its program: programs may be newer here than outlets, never older.
    beforeShowing: given.programs.refresh,
  });
  const deps: PartnerDeps = {
    database: given.database,
    clock: given.clock,
    programs: given.programs,
    openOwner: given.openOwner,
    audit: given.audit ?? noAudit,
    findPerson: given.findPerson ?? (() => Promise.resolve(undefined)),
    needsSecond: given.needsSecond ?? (() => Promise.resolve(false)),
    settings: follower.current,
    refresh: async () => {
      await Promise.all([given.programs.refresh(), follower.refresh()]);
    },
  };
  return {
    settings: follower.current,
    refresh: deps.refresh,
    watch: follower.watch,
    stop: follower.stop,
    authenticate: (secret) => authenticate(follower.current(), secret, given.clock.now()),
    mayActFor: (principal, target) => mayActFor(follower.current(), principal, target),
    mayName: (principal, outlet) => mayName(follower.current(), principal, outlet),
    resolveTill: (principal, names, manner = 'request') =>
      resolveTill({ partners: follower.current(), programs: given.programs.settings() }, principal, names, manner),
    addPartner: (tenant, input, by) => addPartner(deps, tenant, input, by),
    suspendPartner: (tenant, code, by) => suspendPartner(deps, tenant, code, by),
    resumePartner: (tenant, code, by) => resumePartner(deps, tenant, code, by),
    addOutlet: (tenant, input, by) => addOutlet(deps, tenant, input, by),
    closeOutlet: (tenant, code, by) => closeOutlet(deps, tenant, code, by),
    reopenOutlet: (tenant, code, by) => reopenOutlet(deps, tenant, code, by),
    addTerminal: (tenant, outlet, input, by) => addTerminal(deps, tenant, outlet, input, by),
    setTerminal: (tenant, codes, change, by) => setTerminal(deps, tenant, codes, change, by),
    issueCredential: (tenant, input, issuer) => issueCredential(deps, tenant, input, issuer),
    equipPerson: (tx, tenant, person) => equipPerson(deps, tx, tenant, person),
    credentialNow: (queries, tenant, credential) => findCredentialNow(queries, tenant, credential, deps.clock.now()),
    confirmCredential: (tenant, credential, by) => confirmCredential(deps, tenant, credential, by),
    revokeCredential: (tenant, credential, by) => revokeCredential(deps, tenant, credential, by),
  };
};
