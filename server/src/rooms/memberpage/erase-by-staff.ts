import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import { FAMILY, type OwnerKey } from '../../platform/lanes/index.ts';
import { findMember, memberArrival } from '../members/index.ts';
import type { Approval } from '../staff/index.ts';
import type { MemberPageDeps } from './deps.ts';
import { eraseMember } from './erase.ts';
import { createErasure, type ErasureAnswer } from './erasure.ts';

/** The kind of request by which somebody who has something of value is erased. */
export const MEMBER_ERASURE = 'members.erasure';

export type StaffErasure = {
  readonly tenant: number;
  readonly member: string;
  readonly reference: string;
  readonly reason: string;
  readonly by: Actor;
};

export type StaffErasureOutcome =
  | Ok<{ readonly answer: ErasureAnswer }>
  | Ok<{ readonly approval: Approval }>
  | Refusal;

/** References of erasures by the program: a space that no till and no member has. */
const STAFF_SPACE = -(1n << 61n);

const nameOf = (reference: string) => ({ space: STAFF_SPACE, family: FAMILY.member, reference }) as const;

/** Who asked, as the journal keeps it: a person's number or a credential's. */
const byText = ({ person, credential }: Actor): string =>
  person === undefined ? `credential ${credential}` : `person ${person}`;

/** What erasing the member now would take from him, by a rehearsal that books nothing. */
export async function quoteErasure(
  deps: MemberPageDeps,
  tenant: number,
  member: string,
): Promise<Ok<{ readonly answer: ErasureAnswer }> | Refusal> {
  const input = { tenant, member, scope: 'staff' } as const;
  const outcome = await deps.machine.rehearse(
    createErasure(deps),
    memberArrival(deps.keys, nameOf('quote'), { member }, input),
  );
  return outcome.ok ? { ok: true, answer: outcome.answer } : outcome;
}

/**
 * Erases a member on behalf of the program. Somebody who has nothing is erased at once; where value is lost, a second person has to
 * say yes, and only then it is done. The same reference again is the same request. Refuses a member who is not there, and one with a
 * payment that is not finished.
 */
export async function eraseByStaff(deps: MemberPageDeps, asked: StaffErasure): Promise<StaffErasureOutcome> {
  const { tenant, member, reference, reason, by } = asked;
  const request = { tenant, kind: MEMBER_ERASURE, reference, subject: member };
  const before = await deps.staff.approvals.findByReference(deps.database, tenant, MEMBER_ERASURE, reference);
  if (before) return before.subject === member ? { ok: true, approval: before } : refuse('operation.reference_reused');
  const place = await placeOf(deps, tenant, member);
  if (!place) return refuse('members.member.unknown');
  const quoted = await quoteErasure(deps, tenant, member);
  // Erased by this very request: the operation gives its answer again.
  if (!quoted.ok && quoted.refusal !== 'members.member.unknown') return quoted;
  const lost = quoted.ok ? quoted.answer.forfeited : [];
  if (lost.length === 0) return eraseNow(deps, { ...asked, place });
  const outcome = await deps.database.transaction((tx) =>
    deps.staff.approvals.request(tx, {
      ...request,
      requestedBy: by,
      facts: { member, reason, lost: lost.map(({ walletType, unit, points }) => ({ walletType, unit, points })) },
      worth: worthOf(deps, tenant, lost),
    }),
  );
  return outcome.ok ? { ok: true, approval: outcome.approval } : outcome;
}

async function eraseNow(
  deps: MemberPageDeps,
  { tenant, place, member, reference, reason, by }: StaffErasure & { readonly place: OwnerKey },
): Promise<Ok<{ readonly answer: ErasureAnswer }> | Refusal> {
  const name = nameOf(reference);
  const outcome = await eraseMember(deps, { tenant, place, scope: 'staff', name, by: byText(by), reason });
  if (outcome.ok) {
    await deps.database.transaction((tx) =>
      deps.staff.audit(tx, {
        tenant,
        by,
        act: 'members.member.erased',
        subject: `member ${member}`,
        after: { reason },
      }),
    );
  }
  return outcome;
}

/** An owner of the tenant, active or gone: a repeat comes when he is gone. */
async function placeOf(deps: MemberPageDeps, tenant: number, member: string): Promise<OwnerKey | undefined> {
  const place = deps.tokens.decode('mem', member);
  const owner = place && (await deps.machine.look.owner({ lane: place.lane, owner: place.id }));
  return owner?.tenant === tenant && owner.kind === 'member' ? { lane: owner.lane, owner: owner.owner } : undefined;
}

/** What limits of roles are compared with: the unit of which most is lost. */
function worthOf({ programs }: MemberPageDeps, tenant: number, lost: ErasureAnswer['forfeited']) {
  const sums = new Map<string, bigint>();
  for (const { unit, points } of lost) {
    const decimals = programs.settings().unitByCode(tenant, unit)?.decimals ?? 0;
    const [whole = '0', fraction = ''] = points.split('.');
    sums.set(unit, (sums.get(unit) ?? 0n) + BigInt(whole + fraction.padEnd(decimals, '0')));
  }
  const [most] = [...sums].sort(([, a], [, b]) => Number(b > a) - Number(b < a));
  return most && { unit: most[0], amount: most[1] };
}

/** What a yes does: the erasure itself, after the commit, again after a crash. Where a payment is not finished, it waits for that. */
export function bindErasure(deps: MemberPageDeps): void {
  deps.staff.approvals.onApproved(MEMBER_ERASURE, {
    permission: 'members:erase',
    asker: () => ({ permissions: ['members:erase'] }),
    refusals: ['members.member.unknown', 'memberpage.erasure.value_held'],
    check: async ({ tenant, subject }) => {
      const found = await findMember(deps.tokens, deps.machine.look, tenant, subject);
      if (!found.ok) return found;
      const quoted = await quoteErasure(deps, tenant, subject);
      return quoted.ok ? { ok: true } : quoted;
    },
    after: async ({ tenant, subject, reference, facts, requestedBy }) => {
      const place = await placeOf(deps, tenant, subject);
      if (!place) return;
      const reason = String(facts['reason']);
      const outcome = await eraseNow(deps, { tenant, member: subject, reference, reason, by: requestedBy, place });
      // He may have erased himself meanwhile; anything else is tried again.
      if (!outcome.ok && outcome.refusal !== 'members.member.unknown')
        throw new Error(`a member could not be erased: ${outcome.refusal}`);
    },
  });
}
