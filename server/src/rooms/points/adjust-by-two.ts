import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Database } from '../../platform/database/database.ts';
import { FAMILY, type Arrival, type LaneMachine, type Outcome } from '../../platform/lanes/index.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { memberArrival } from '../members/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Approval, Staff } from '../staff/index.ts';
import type { Points } from './create-points.ts';
import type { Adjustment, AdjustmentAnswer } from './operations/adjust-points.ts';
import type { PointsDeps } from './operations/holder.ts';
import type { AdjustmentReason } from './operations/reason.ts';

/** The kind of request by which points are given or taken by hand where the tenant wants a second person. */
export const POINTS_ADJUSTMENT = 'points.adjustment';

export type AdjustDeps = Pick<PointsDeps, 'keys'> & {
  readonly database: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly machine: LaneMachine<JournalEntry>;
  readonly programs: Pick<Programs, 'settings'>;
  readonly staff: Pick<Staff, 'policy' | 'approvals'>;
  readonly points: Pick<Points, 'adjust'>;
};

type Asking = {
  readonly arrival: Arrival<Adjustment>;
  readonly name: { readonly space: bigint; readonly reference: string };
  readonly by: Actor;
};
type AskedOutcome = Outcome<AdjustmentAnswer> | Ok<{ readonly approval: Approval }> | Refusal;

/** What the second person sees, and what the act needs: the member by id, whatever he was named by. */
type Facts = {
  readonly member: string;
  readonly program: string;
  readonly walletType: string;
  readonly points: string;
  readonly unit: string;
  readonly reason: string;
  readonly space: string;
};

/**
 * Whether an adjustment of so many points waits for a second person. `points` is decimal text with its sign; the tenant's bound counts
 * whole points of whichever unit.
 */
export async function needsSecondPerson(
  { staff }: Pick<AdjustDeps, 'staff'>,
  tenant: number,
  points: string,
): Promise<boolean> {
  const { handPointsMax } = await staff.policy(tenant);
  if (handPointsMax === undefined) return false;
  const [whole = '0', fraction = ''] = points.replace(/^[+-]/, '').split('.');
  const count = BigInt(whole);
  return count > BigInt(handPointsMax) || (count === BigInt(handPointsMax) && /[1-9]/.test(fraction));
}

/**
 * Gives or takes points by hand: at once as far as the tenant lets one person alone, else a second person has to say yes first. The same
 * reference again is the same request. Refuses as the operation does, and a reference that asked for something else.
 */
export async function adjustByHand(deps: AdjustDeps, { arrival, name, by }: Asking): Promise<AskedOutcome> {
  const { machine, points } = deps;
  const { program, reason } = arrival.input;
  const { tenant } = program;
  const before = await deps.staff.approvals.findByReference(deps.database, tenant, POINTS_ADJUSTMENT, name.reference);
  if (before && (before.facts as Facts).space === String(name.space)) return asBefore(before, arrival.input);
  const isKnown = arrival.reference !== undefined && (await machine.look.reference(arrival.reference)) !== undefined;
  const quoted = isKnown ? undefined : await machine.rehearse(points.adjust, arrival);
  // A refusal is told by the operation itself, and so is a repeat of what was done.
  if (!quoted?.ok || !(await needsSecondPerson(deps, tenant, quoted.answer.points)))
    return machine.submit(points.adjust, arrival);
  const { member, walletType, unit } = quoted.answer;
  const facts: Facts = {
    ...{ member, program: program.code, walletType, points: arrival.input.points, unit, reason },
    space: String(name.space),
  };
  const decimals = deps.programs.settings().unitByCode(tenant, unit)?.decimals ?? 0;
  const [whole = '0', fraction = ''] = quoted.answer.points.replace(/^[+-]/, '').split('.');
  const outcome = await deps.database.transaction((tx) =>
    deps.staff.approvals.request(tx, {
      ...{ tenant, kind: POINTS_ADJUSTMENT, reference: name.reference, subject: member, requestedBy: by, facts },
      worth: { unit, amount: BigInt(whole + fraction.padEnd(decimals, '0')) },
    }),
  );
  return outcome.ok ? { ok: true, approval: outcome.approval } : outcome;
}

/** The request as it was asked before; refuses another content under its reference. */
function asBefore(before: Approval, { points, reason, program, walletType, identity }: Adjustment): AskedOutcome {
  const facts = before.facts as Facts;
  const isSame =
    facts.points === points &&
    facts.reason === reason &&
    facts.program === program.code &&
    (walletType ?? facts.walletType) === facts.walletType &&
    (!('member' in identity) || identity.member === facts.member);
  return isSame ? { ok: true, approval: before } : (refuse('operation.reference_reused') as Refusal);
}

/** What stands against it at the yes, and is told then; what comes later is seen at the request. */
const REFUSED = [
  'members.member.unknown',
  'points.wallet.unknown',
  'points.wallet.not_named',
  'points.wallet_type.ended',
  'points.wallet.insufficient',
] as const;

/** What a yes does: the adjustment itself, after the commit, again after a crash, under the reference of the request. */
export function bindAdjustments(deps: AdjustDeps): void {
  const arrivalOf = ({ tenant, facts: kept, reference, requestedBy }: Approval): Arrival<Adjustment> => {
    const { member, program, walletType, points, reason, space } = kept as Facts;
    const found = deps.programs.settings().programByCode(tenant, program);
    if (!found) throw new Error(`program ${program} of a request is gone`);
    const { person, credential } = requestedBy;
    const by = credential === undefined ? `person ${person}` : deps.tokens.encode('cred', 0, credential);
    const content = { is: 'adjustment', program, member: { member }, walletType, points, reason };
    const input = {
      ...{ receivedAt: deps.clock.now(), program: found, identity: { member }, walletType, points },
      ...{ reason: reason as AdjustmentReason, by, tenant },
    };
    return memberArrival(deps.keys, { space: BigInt(space), family: FAMILY.adjust, reference }, content, input);
  };
  deps.staff.approvals.onApproved(POINTS_ADJUSTMENT, {
    permission: 'points:adjust',
    refusals: REFUSED,
    run: async (_tx, approval) => {
      const quoted = await deps.machine.rehearse(deps.points.adjust, arrivalOf(approval));
      return quoted.ok ? { ok: true } : quoted;
    },
    after: async (approval) => {
      const outcome = await deps.machine.submit(deps.points.adjust, arrivalOf(approval));
      if (!outcome.ok && !(REFUSED as readonly string[]).includes(outcome.refusal))
        throw new Error(`points could not be adjusted: ${outcome.refusal}`);
    },
  });
}
