import type { Queries } from '../../platform/database/database.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor, Audit } from '../../platform/audit.ts';
import { addPerson } from './add-person.ts';
import { admitPerson } from './admit-person.ts';
import type { AdmittedInput } from './admit-person.ts';
import type { AddPersonOutcome } from './add-person.ts';
import { changePerson } from './change-person.ts';
import type { ChangePersonOutcome, PersonChange } from './change-person.ts';
import { createApprovals } from './create-approvals.ts';
import type { Approvals } from './create-approvals.ts';
import { defineRole, LOOSEN_ROLE, loosenRole } from './define-role.ts';
import type { DefineRoleOutcome, OwnPermissions } from './define-role.ts';
import { endGrant, grantRole } from './grant-role.ts';
import type { GrantInput, GrantRoleOutcome } from './grant-role.ts';
import type { Grant } from './grant.ts';
import { readStaffEmail } from './person.ts';
import type { Person, PersonInput } from './person.ts';
import type { StaffPolicy, StaffPolicyInput } from './policy.ts';
import type { Role, RoleInput } from './role.ts';
import { LOOSEN_POLICY, loosenPolicy, setPolicy } from './set-policy.ts';
import type { SetPolicyOutcome } from './set-policy.ts';
import type { StaffDeps } from './staff-deps.ts';
import { createPortal } from './create-portal.ts';
import type { Portal } from './create-portal.ts';
import { selectAudit } from './read/audit.ts';
import type { AuditFilter, KeptAudit } from './read/audit.ts';
import { inviteBy, resendInvitation } from './send-link.ts';
import { appendAudit } from './store/audit.ts';
import { selectGrantsOf } from './store/grant.ts';
import { findPerson, findPersonByEmail, selectNames, selectPeople } from './store/person.ts';
import { findPolicy } from './store/policy.ts';
import { findRole, selectRoles } from './store/role.ts';

/** The room: who works with a tenant's program, and what of it is allowed to whom. */
export type Staff = {
  readonly audit: Audit;
  readonly permissions: readonly string[];
  readonly approvals: Approvals;
  readonly addPerson: (tenant: number, input: PersonInput, by: Actor) => Promise<AddPersonOutcome>;
  readonly admitPerson: (tenant: number, input: AdmittedInput, by: Actor) => ReturnType<typeof admitPerson>;
  readonly resendInvitation: (tenant: number, person: bigint, by: Actor) => ReturnType<typeof resendInvitation>;
  /** Sign-in, sessions and one's own login. */
  readonly portal: Portal;
  /** Resolves when nothing is done behind an answer any more. */
  readonly settled: () => Promise<void>;
  readonly changePerson: (
    tenant: number,
    person: bigint,
    change: PersonChange,
    by: Actor,
  ) => Promise<ChangePersonOutcome>;
  readonly findPerson: (tenant: number, person: bigint) => Promise<Person | undefined>;
  readonly findPersonByEmail: (tenant: number, email: string) => Promise<Person | undefined>;
  readonly namesOf: (tenant: number, people: readonly bigint[]) => Promise<ReadonlyMap<bigint, string>>;
  readonly listPeople: (
    tenant: number,
    page: { readonly after: bigint; readonly limit: number },
  ) => Promise<readonly Person[]>;
  readonly defineRole: (
    tenant: number,
    input: RoleInput,
    by: Actor,
    own?: OwnPermissions,
    reference?: string,
  ) => Promise<DefineRoleOutcome>;
  readonly listRoles: (tenant: number) => Promise<readonly Role[]>;
  readonly findRole: (tenant: number, code: string) => Promise<Role | undefined>;
  readonly grantRole: (tenant: number, input: GrantInput, by: Actor, own?: OwnPermissions) => Promise<GrantRoleOutcome>;
  readonly endGrant: (
    tenant: number,
    grant: bigint,
    by: Actor,
    own?: OwnPermissions,
  ) => Promise<Ok<{ readonly grant: Grant }> | Refusal<'staff.grant.not_found' | 'staff.role.beyond_own'>>;
  /** What the person has now. */
  readonly grantsOf: (tenant: number, person: bigint) => Promise<readonly Grant[]>;
  readonly listAudit: (tenant: number, filter: AuditFilter, queries?: Queries) => Promise<readonly KeptAudit[]>;
  readonly policy: (tenant: number) => Promise<StaffPolicy>;
  readonly setPolicy: (
    tenant: number,
    policy: StaffPolicyInput,
    by: Actor,
    reference: string,
  ) => Promise<SetPolicyOutcome>;
};

/** Makes the room. It keeps nothing in memory: what is taken away is gone with the next request. */
export const createStaff = (given: Omit<StaffDeps, 'audit' | 'behind'>): Staff => {
  const audit: Audit = (tx, act) => appendAudit(tx, given.clock, act);
  const underWay = new Set<Promise<unknown>>();
  const behind = (work: Promise<unknown>): void => {
    const done = work.catch(given.onFailure).finally(() => underWay.delete(done));
    underWay.add(done);
  };
  const deps: StaffDeps = { ...given, audit, behind };
  const { database, clock } = given;
  const approvals = createApprovals(deps);
  approvals.onApproved(LOOSEN_POLICY, loosenPolicy(deps));
  approvals.onApproved(LOOSEN_ROLE, loosenRole(deps));
  return {
    audit,
    permissions: given.permissions,
    settled: async () => {
      await Promise.all(underWay);
    },
    approvals,
    addPerson: (tenant, input, by) => addPerson(deps, tenant, input, by, inviteBy(deps, by)),
    admitPerson: (tenant, input, by) => admitPerson(deps, tenant, input, by),
    resendInvitation: (tenant, person, by) => resendInvitation(deps, tenant, person, by),
    portal: createPortal(deps),
    changePerson: (tenant, person, change, by) => changePerson(deps, tenant, person, change, by),
    findPerson: (tenant, person) => findPerson(database, tenant, person),
    findPersonByEmail: async (tenant, email) => {
      const read = readStaffEmail(email);
      return read.ok ? findPersonByEmail(database, tenant, read.email) : undefined;
    },
    namesOf: (tenant, people) => selectNames(database, tenant, people),
    listPeople: (tenant, page) => selectPeople(database, tenant, page),
    defineRole: (tenant, input, by, own, reference) => defineRole(deps, tenant, input, by, own, reference),
    listRoles: (tenant) => selectRoles(database, tenant),
    findRole: (tenant, code) => findRole(database, tenant, code),
    grantRole: (tenant, input, by, own) => grantRole(deps, tenant, input, by, own),
    endGrant: (tenant, grant, by, own) => endGrant(deps, tenant, grant, by, own),
    grantsOf: async (tenant, person) =>
      selectGrantsOf(database, tenant, person, clock.now(), await selectRoles(database, tenant)),
    listAudit: (tenant, filter, queries = database) => selectAudit(queries, tenant, filter),
    policy: (tenant) => findPolicy(database, tenant),
    setPolicy: (tenant, policy, by, reference) => setPolicy(deps, tenant, policy, by, reference),
  };
};
