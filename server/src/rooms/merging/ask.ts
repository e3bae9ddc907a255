import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import { FAMILY, type Operation, type Outcome, type Plan } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { memberArrival } from '../members/index.ts';
import type { Approval } from '../staff/index.ts';
import type { MergingDeps } from './deps.ts';
import { createMerge, type Merge } from './merge.ts';
import type { MergeAnswer, MovedWallet, UnmergeAnswer } from './present.ts';
import { createUnmerge, type Unmerge } from './unmerge.ts';

/** The kinds of request by which members are merged and unmerged where value moves. */
export const MEMBER_MERGE = 'members.merge';
export const MEMBER_UNMERGE = 'members.unmerge';

export type Asking = { readonly reference: string; readonly by: Actor };
export type AskedOutcome<Answer> =
  | Ok<{ readonly answer: Answer; readonly repeated: boolean }>
  | Ok<{ readonly approval: Approval }>
  | Refusal;

/** References of merges: a space that no till, no member and no erasure has. */
const SPACE = -(1n << 60n);

const nameOf = (reference: string) => ({ space: SPACE, family: FAMILY.member, reference }) as const;

/** Who asked, as the journal keeps it: a person's number or a credential's. */
const byText = ({ person, credential }: Actor): string =>
  person === undefined ? `credential ${credential}` : `person ${person}`;

/** What every input says. */
type Asked = { readonly tenant: number; readonly reason: string; readonly by?: string | undefined };

type Act<Input, P extends Plan, Kept, Answer> = {
  readonly kind: string;
  readonly operation: (deps: MergingDeps) => Operation<Input, P, Kept, Answer, JournalEntry>;
};

const merging = { kind: MEMBER_MERGE, operation: createMerge };
const unmerging = { kind: MEMBER_UNMERGE, operation: createUnmerge };

/** What merging now would do, by a rehearsal that books nothing. Refuses what the merge would. */
export const quoteMerge = (deps: MergingDeps, input: Merge): Promise<Outcome<MergeAnswer>> =>
  rehearse(deps, merging, input);

/** What undoing a merge now would do. */
export const quoteUnmerge = (deps: MergingDeps, input: Unmerge): Promise<Outcome<UnmergeAnswer>> =>
  rehearse(deps, unmerging, input);

const rehearse = <Input extends Asked, P extends Plan, Kept, Answer>(
  deps: MergingDeps,
  { operation }: Act<Input, P, Kept, Answer>,
  input: Input,
): Promise<Outcome<Answer>> =>
  deps.machine.rehearse(operation(deps), memberArrival(deps.keys, nameOf('quote'), {}, input));

const submit = <Input extends Asked, P extends Plan, Kept, Answer>(
  deps: MergingDeps,
  { operation, kind }: Act<Input, P, Kept, Answer>,
  input: Input,
  reference: string,
  subject: string,
): Promise<Outcome<Answer>> =>
  deps.machine.submit(
    operation(deps),
    memberArrival(deps.keys, nameOf(reference), { kind, subject, reason: input.reason }, input),
  );

/**
 * Merges on behalf of the program. Where points or debts move a second person has to say yes first, and only then it is done; a member who has
 * nothing is merged at once. The same reference again is the same request. Refuses as the operation does.
 */
export const mergeByStaff = (deps: MergingDeps, input: Merge, asking: Asking): Promise<AskedOutcome<MergeAnswer>> =>
  ask(deps, merging, input, `${input.member} ${input.other}`, asking);

/** Undoes a merge on behalf of the program, by the same rule. */
export const unmergeByStaff = (
  deps: MergingDeps,
  input: Unmerge,
  asking: Asking,
): Promise<AskedOutcome<UnmergeAnswer>> => ask(deps, unmerging, input, input.merge, asking);

async function ask<
  Input extends Asked,
  P extends Plan,
  Kept,
  Answer extends { readonly wallets: readonly MovedWallet[] },
>(
  deps: MergingDeps,
  act: Act<Input, P, Kept, Answer>,
  input: Input,
  subject: string,
  { reference, by }: Asking,
): Promise<AskedOutcome<Answer>> {
  const { tenant, reason } = input;
  const { approvals } = deps.staff;
  const before = await approvals.findByReference(deps.database, tenant, act.kind, reference);
  if (before)
    return before.subject === subject && before.facts['reason'] === reason
      ? { ok: true, approval: before }
      : refuse('operation.reference_reused');
  const quoted = await rehearse(deps, act, input);
  const moves = quoted.ok ? quoted.answer.wallets.filter(hasMoved) : [];
  // A refusal is told by the operation itself, which knows whether it is a repeat of one that was done.
  if (moves.length === 0)
    return submit(deps, act, { ...input, by: byText(by), onlyWithoutValue: true }, reference, subject);
  const outcome = await deps.database.transaction((tx) =>
    approvals.request(tx, {
      ...{ tenant, kind: act.kind, reference, subject, requestedBy: by },
      facts: { ...factsOf(subject), reason, moves: moves.map(({ before: _b, after: _a, ...one }) => one) },
      worth: worthOf(deps, tenant, moves),
    }),
  );
  return outcome.ok ? { ok: true, approval: outcome.approval } : outcome;
}

const isNothing = (text: string): boolean => /^0(\.0+)?$/.test(text);
/** Whether anything goes in a wallet: then a second person decides. */
export const hasMoved = ({ points, pending, owed }: MovedWallet): boolean => ![points, pending, owed].every(isNothing);

const factsOf = (subject: string): Record<string, string> => {
  const [first = '', other] = subject.split(' ');
  return other === undefined ? { merge: first } : { member: first, other };
};

/** What limits of roles are compared with: the unit of which most moves. */
function worthOf({ programs }: MergingDeps, tenant: number, moves: readonly MovedWallet[]) {
  const sums = new Map<string, bigint>();
  for (const { unit, points, pending, owed } of moves) {
    const decimals = programs.settings().unitByCode(tenant, unit)?.decimals ?? 0;
    for (const text of [points, pending, owed]) {
      const [whole = '0', fraction = ''] = text.split('.');
      sums.set(unit, (sums.get(unit) ?? 0n) + BigInt(whole + fraction.padEnd(decimals, '0')));
    }
  }
  const [most] = [...sums].sort(([, a], [, b]) => Number(b > a) - Number(b < a));
  return most && { unit: most[0], amount: most[1] };
}

/** The refusals by which a yes is refused, because what was asked for cannot be done any more. */
const REFUSED = [
  'members.member.unknown',
  'merging.member.same',
  'merging.member.merged_before',
  'merging.member.value_held',
  'merging.member.own_accounts',
  'merging.wallet.frozen',
  'merging.card.value_blocked',
  'merging.merge.unknown',
  'merging.merge.undone',
  'merging.merge.survivor_gone',
  'merging.merge.too_late',
] as const;

/** What a yes does: the operation itself, after the commit, again after a crash, under the reference of the request. */
export function bindMerging(deps: MergingDeps): void {
  const bind = <Input extends Asked, P extends Plan, Kept, Answer>(
    act: Act<Input, P, Kept, Answer>,
    read: (approval: Approval) => Input,
  ): void =>
    deps.staff.approvals.onApproved(act.kind, {
      permission: 'members:merge',
      asker: () => ({ permissions: ['members:merge'] }),
      refusals: REFUSED,
      check: async (approval) => {
        const quoted = await rehearse(deps, act, read(approval));
        return quoted.ok ? { ok: true } : quoted;
      },
      after: async (approval) => {
        const { reference, subject, requestedBy } = approval;
        const outcome = await submit(deps, act, { ...read(approval), by: byText(requestedBy) }, reference, subject);
        // What stands against it now was not there at the yes, and a person sees it at the request; all else is tried again.
        if (!outcome.ok && !(REFUSED as readonly string[]).includes(outcome.refusal))
          throw new Error(`${act.kind} could not be done: ${outcome.refusal}`);
      },
    });
  bind(merging, ({ tenant, subject, facts }) => {
    const { member = '', other = '' } = factsOf(subject);
    return { tenant, member, other, reason: String(facts['reason']) };
  });
  bind(unmerging, ({ tenant, subject, facts }) => ({ tenant, merge: subject, reason: String(facts['reason']) }));
}
