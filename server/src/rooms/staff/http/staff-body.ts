import type { z } from 'zod';
import type { approvalSchema, grantSchema, personSchema, roleSchema } from '../../../../../contract/staff.ts';
import { assert } from '../../../kernel/assert.ts';
import { INSTANT_NEVER, isoFromInstant } from '../../../kernel/instant.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { Approval } from '../approval.ts';
import { CARDS_UNIT } from '../bound.ts';
import { isSamePerson } from '../refuse-decider.ts';
import type { Grant } from '../grant.ts';
import type { Person } from '../person.ts';
import type { Role } from '../role.ts';
import { token } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';

/** The person as the API shows it. */
export const personBody = (tokens: Tokens, person: Person): z.output<typeof personSchema> => ({
  id: token(tokens, 'person', person.person),
  name: person.name,
  email: person.email,
  language: person.language,
  state: person.state,
  madeAt: isoFromInstant(person.madeAt),
});

const quantityText = (deps: StaffRouteDeps, tenant: number, unit: string, amount: bigint): string => {
  const decimals = unit === CARDS_UNIT ? 0 : deps.decimalsOf(tenant, unit);
  assert(decimals !== undefined, 'a unit that was checked is never removed');
  return formatQuantity(amount, decimals);
};

/** The role as the API shows it. */
export const roleBody = (deps: StaffRouteDeps, role: Role): z.output<typeof roleSchema> => ({
  code: role.code,
  name: role.name,
  permissions: [...role.permissions].sort(),
  limits: role.limits.map(({ kind, unit, amountMax }) => ({
    kind,
    unit,
    upTo: quantityText(deps, role.tenant, unit, amountMax),
  })),
  alone: [...role.alone],
});

/** The grant as the API shows it. */
export const grantBody = (tokens: Tokens, grant: Grant): z.output<typeof grantSchema> => ({
  id: token(tokens, 'grant', grant.grant),
  person: token(tokens, 'person', grant.person),
  role: grant.role.code,
  roleName: grant.role.name,
  scope: grant.scope,
  ...(grant.place !== '' && { place: grant.place }),
  ...(grant.validUntil !== INSTANT_NEVER && { until: isoFromInstant(grant.validUntil) }),
  madeAt: isoFromInstant(grant.madeAt),
});

/** Who acted, as the API shows it; `names` of the people as far as they are known. */
export const actorBody = (tokens: Tokens, actor: Actor, names: ReadonlyMap<bigint, string>) => {
  const name = actor.person === undefined ? undefined : names.get(actor.person);
  return {
    ...(actor.person !== undefined && { person: token(tokens, 'person', actor.person) }),
    ...(name !== undefined && { name }),
    ...(actor.credential !== undefined && { credential: tokens.encode('cred', 0, actor.credential) }),
  };
};

/** The request as the API shows it to `viewer`; `names` of the people in it, as far as they are known. */
export const approvalBody = (
  deps: StaffRouteDeps,
  approval: Approval,
  viewer: Actor,
  names: ReadonlyMap<bigint, string>,
): z.output<typeof approvalSchema> => ({
  id: token(deps.tokens, 'appr', approval.approval),
  kind: approval.kind,
  reference: approval.reference,
  subject: approval.subject,
  facts: approval.facts,
  ...(approval.worth && {
    worth: {
      quantity: quantityText(deps, approval.tenant, approval.worth.unit, approval.worth.amount),
      unit: approval.worth.unit,
    },
  }),
  state: approval.state,
  requestedBy: actorBody(deps.tokens, approval.requestedBy, names),
  requestedAt: isoFromInstant(approval.requestedAt),
  expiresAt: isoFromInstant(approval.expiresAt),
  ...(approval.decidedBy && { decidedBy: actorBody(deps.tokens, approval.decidedBy, names) }),
  ...(approval.decidedAt !== undefined && { decidedAt: isoFromInstant(approval.decidedAt) }),
  ...(approval.reason !== undefined && { reason: approval.reason }),
  isApplied: approval.isApplied,
  ...(approval.refused !== undefined && { refused: approval.refused }),
  isMine: isSamePerson(viewer, approval.requestedBy),
});
