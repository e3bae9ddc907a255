import type { Tokens } from '../../../kernel/token.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { LaneMachine, Outcome } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Members } from '../../members/index.ts';
import { TILL_REFUSALS, type Partners, type Principal } from '../../partners/index.ts';
import type { Programs } from '../../programs/index.ts';
import type { Staff } from '../../staff/index.ts';
import type { Points } from '../create-points.ts';
import type { PointsDeps } from '../operations/holder.ts';

/** What the endpoints of this room stand on. */
export type PointsRouteDeps = PointsDeps & {
  readonly database: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly machine: LaneMachine<JournalEntry>;
  readonly programs: Programs;
  readonly partners: Partners;
  readonly members: Pick<Members, 'checkPhoneCode'>;
  readonly staff: Pick<Staff, 'policy' | 'approvals'>;
};

/** The same with the room's operations. */
export type PointsRoom = PointsRouteDeps & { readonly points: Points };

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

/** The answer to an operation: 201, or 200 where it was booked before. */
export function bookedAnswer<Body>(
  outcome: Outcome<object>,
): { readonly status: 200 | 201; readonly body: Body } | Refusal<never> {
  // Which refusals an operation gives is not in its type; the door holds them against the endpoint's list in tests.
  if (!outcome.ok) return outcome as Refusal<never>;
  // The same shape: what the room has as read-only lists, the contract has as lists.
  return { status: outcome.repeated ? 200 : 201, body: outcome.answer as unknown as Body };
}

/** What any operation of the lane machine may be refused for. */
const OPERATION_REFUSALS = [
  'operation.reference_missing',
  'operation.reference_differs',
  'operation.reference_reused',
  'operation.voided_before',
  'operation.owner_moving',
  'operation.not_taken',
] as const;

/** An identity that leads to nobody, or to several. */
export const IDENTITY_REFUSALS = [
  'kernel.phone.malformed',
  'kernel.card_number.malformed',
  'members.member.unknown',
  'members.phone.unknown',
  'members.phone.ambiguous',
  'cards.card.unknown',
] as const;

/** Points that cannot be read, or are none. */
export const AMOUNT_REFUSALS = [
  'kernel.quantity.malformed',
  'kernel.quantity.negative',
  'kernel.quantity.too_many_decimals',
  'kernel.quantity.too_large',
  'points.amount.zero',
] as const;

/** What spending may be refused for. */
export const SPEND_REFUSALS = [
  ...TILL_REFUSALS,
  ...IDENTITY_REFUSALS,
  ...AMOUNT_REFUSALS,
  'members.code.needed',
  'members.code.wrong',
  'cards.card.blocked',
  'cards.card.suspended',
  'cards.card.may_not_spend',
  'cards.limit.uses',
  'cards.limit.spend',
  'cards.card.not_of_program',
  'points.wallet.unknown',
  'points.wallet.not_named',
  'points.wallet.restricted',
  'points.wallet.day_limit',
  'points.wallet.frozen',
  'points.wallet.insufficient',
] as const;

/** What an act by hand may be refused for. */
export const BY_HAND_REFUSALS = [
  ...OPERATION_REFUSALS,
  'partners.credential.beyond_own',
  'programs.program.not_found',
] as const;
