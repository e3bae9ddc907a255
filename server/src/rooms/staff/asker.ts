import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Approval } from './approval.ts';
import type { StaffDeps } from './staff-deps.ts';
import { selectGrantsOf } from './store/grant.ts';
import { findPerson } from './store/person.ts';
import { selectRoles } from './store/role.ts';

/** What somebody needs to ask for a kind of act: all of these permissions, in the whole tenant or in that place. */
export type AskerRight = {
  readonly permissions: readonly string[];
  /** As `partner:norte`, where asking there is enough. */
  readonly place?: string | undefined;
};

/** How a credential stands now. The one under which sessions of the portal act has no scopes: its person's grants say what it may. */
export type CredentialNow = {
  readonly isPortal: boolean;
  /** Revoked, past its date, or of a partner or terminal that is suspended. */
  readonly hasEnded: boolean;
  readonly scopes: ReadonlySet<string>;
};

const GONE = [
  'staff.approval.asker_gone',
  'staff.approval.asker_key_ended',
  'staff.approval.asker_right_lost',
] as const;

export type AskerRefusal = Refusal<(typeof GONE)[number]>;

/** True for what ends a request for good: whoever asked may not do it any more, so nobody's yes can stand beside his. */
export const isAskerRefusal = (outcome: object): outcome is AskerRefusal =>
  'refusal' in outcome && GONE.some((one) => one === outcome.refusal);

/**
 * What whoever asked may do at this moment, not when he asked: the scopes of his key, or what his roles give him in the place where he
 * asked. Refuses, in this order: a person who may not work any more, a key that has ended, and a permission that was taken away, has run
 * out, or reaches less far than what was asked for.
 */
export const askerNow = async (
  deps: Pick<StaffDeps, 'clock' | 'credentialNow'>,
  queries: Queries,
  { tenant, requestedBy: { person, credential } }: Pick<Approval, 'tenant' | 'requestedBy'>,
  right: AskerRight,
): Promise<Ok<{ readonly held: ReadonlySet<string> }> | AskerRefusal> => {
  if (person !== undefined) {
    const state = (await findPerson(queries, tenant, person))?.state;
    if (state !== 'active' && state !== 'invited') return refuse('staff.approval.asker_gone');
  }
  const key = credential === undefined ? undefined : await deps.credentialNow(queries, tenant, credential);
  if (credential !== undefined && (key === undefined || key.hasEnded)) return refuse('staff.approval.asker_key_ended');
  const held =
    key !== undefined && !key.isPortal ? key.scopes : await permissionsOf(deps, queries, tenant, person, right.place);
  const missing = right.permissions.find((one) => !held.has(one));
  return missing === undefined
    ? { ok: true, held }
    : refuse('staff.approval.asker_right_lost', { permission: missing });
};

const permissionsOf = async (
  { clock }: Pick<StaffDeps, 'clock'>,
  queries: Queries,
  tenant: number,
  person: bigint | undefined,
  place: string | undefined,
): Promise<ReadonlySet<string>> => {
  if (person === undefined) return new Set();
  const grants = await selectGrantsOf(queries, tenant, person, clock.now(), await selectRoles(queries, tenant));
  const here = grants.filter((one) => one.scope === 'tenant' || `${one.scope}:${one.place}` === place);
  return new Set(here.flatMap(({ role }) => [...role.permissions]));
};
