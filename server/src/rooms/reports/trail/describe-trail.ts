import { isoFromInstant } from '../../../kernel/instant.ts';
import { showHand, wholeHand, type Hand, type ShownHand, type WholeHand } from '../../partners/index.ts';
import type { LineDeps } from '../deps.ts';
import { describeLines, type DescribedLine } from '../describe-lines.ts';
import { handOfText } from '../hand.ts';
import { FACET, type MarkValue } from '../store/mark.ts';
import type { TrailEntry } from './list-trail.ts';
import { nameOfSubject, personOf } from './name-subjects.ts';

/** Who did it, as far as it is known: a person, by a credential; neither where time did it, or a file told of it. */
export type DescribedHand = ShownHand & { name?: string };

type Facts = Record<string, unknown>;
type Shared = { at: string; recordedAt: string; day: string; what: string; by: DescribedHand; reason?: string };

/** Something that was done as lists and files show it. Card numbers are masked. */
export type DescribedEntry =
  | (Shared & {
      record: 'act';
      seq: number;
      subject: string;
      subjectName?: string;
      before?: Facts;
      after?: Facts;
      digest: string;
      head: string;
    })
  | (Shared & { record: 'operation' } & Pick<
        DescribedLine,
        | 'operation'
        | 'outlet'
        | 'terminal'
        | 'cashier'
        | 'member'
        | 'card'
        | 'receiptNumber'
        | 'amount'
        | 'origin'
        | 'state'
      >);

/** Describes what was done, with the names of whoever did it. */
export async function describeTrail(
  reports: LineDeps,
  tenant: number,
  entries: readonly TrailEntry[],
): Promise<DescribedEntry[]> {
  const lines = entries.flatMap((entry) => (entry.record === 'operation' ? [entry.line] : []));
  const described = await describeLines(reports, reports.database, lines);
  const marks = await reports.marks.valuesOf(reports.database, new Set(lines.flatMap((line) => line.marks)));
  const hands = entries.map((entry) =>
    wholeHand(reports.partners.settings(), entry.record === 'act' ? entry.act : handOfMarks(entry.line.marks, marks)),
  );
  const subjects = entries.flatMap((entry) => (entry.record === 'act' ? (personOf(entry.act.subject) ?? []) : []));
  const people = new Set([...hands.flatMap(({ person }) => person ?? []), ...subjects]);
  const names = await reports.staff.namesOf(tenant, [...people]);
  const of = new Map(lines.map((line, n) => [line, described[n]]));
  return entries.map((entry, n): DescribedEntry => {
    const by = handBody(reports, hands[n], names);
    if (entry.record === 'operation')
      return { ...operationBody(of.get(entry.line)!), by, ...reasonBody(entry.line.reason) };
    const { act } = entry;
    const at = isoFromInstant(act.at);
    const subjectName = nameOfSubject(reports, tenant, act.subject, names);
    return {
      ...{ record: 'act', at, recordedAt: at, day: entry.day, what: act.act, by, seq: Number(act.seq) },
      ...{ subject: act.subject, ...(subjectName !== undefined && { subjectName }), ...reasonBody(act.reason) },
      ...(act.before !== undefined && { before: JSON.parse(act.before) as Facts }),
      ...(act.after !== undefined && { after: JSON.parse(act.after) as Facts }),
      ...{ digest: act.digest.toString('hex'), head: act.head.toString('hex') },
    };
  });
}

const reasonBody = (reason: string | null | undefined) => (reason === null || reason === undefined ? {} : { reason });

function operationBody(line: DescribedLine): Omit<Extract<DescribedEntry, { record: 'operation' }>, 'by'> {
  const { operation, outlet, terminal, cashier, member, card, receiptNumber, amount, origin, state } = line;
  return {
    ...{ record: 'operation', at: line.occurredAt, recordedAt: line.recordedAt, day: line.bookedOn, what: line.kind },
    operation,
    ...(outlet !== undefined && { outlet }),
    ...(terminal !== undefined && { terminal }),
    ...(cashier !== undefined && { cashier }),
    ...(member !== undefined && { member }),
    ...(card !== undefined && { card }),
    ...(receiptNumber !== undefined && { receiptNumber }),
    ...(amount !== undefined && { amount }),
    origin,
    ...(state !== undefined && { state }),
  };
}

function handOfMarks(marks: readonly number[], values: ReadonlyMap<number, MarkValue>): Hand | undefined {
  const mark = marks.find((one) => values.get(one)?.facet === FACET.hand);
  return mark === undefined ? undefined : handOfText(values.get(mark)!.value);
}

function handBody({ tokens, partners }: LineDeps, hand: WholeHand, names: ReadonlyMap<bigint, string>): DescribedHand {
  const name = hand.person === undefined ? undefined : names.get(hand.person);
  return { ...showHand({ settings: partners.settings(), tokens }, hand), ...(name !== undefined && { name }) };
}
