import { isoFromInstant } from '../../../kernel/instant.ts';
import type { LineDeps } from '../deps.ts';
import { describeLines, type DescribedLine } from '../describe-lines.ts';
import { handOfText, type Hand } from '../hand.ts';
import { FACET, type MarkValue } from '../store/mark.ts';
import type { TrailEntry } from './list-trail.ts';

/** Who did it, as far as it is known: a person, by a credential; neither is the program itself, or a till. */
export type DescribedHand = { person?: string; name?: string; credential?: string; credentialName?: string };

type Facts = Record<string, unknown>;
type Shared = { at: string; recordedAt: string; day: string; what: string; by: DescribedHand; reason?: string };

/** Something that was done as lists and files show it. Card numbers are masked. */
export type DescribedEntry =
  | (Shared & {
      record: 'act';
      seq: number;
      subject: string;
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

const NO_LANE = 0;

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
    wholeHand(reports, entry.record === 'act' ? entry.act : handOfMarks(entry.line.marks, marks)),
  );
  const names = await reports.staff.namesOf(tenant, [...new Set(hands.flatMap(({ person }) => person ?? []))]);
  const of = new Map(lines.map((line, n) => [line, described[n]]));
  return entries.map((entry, n): DescribedEntry => {
    const by = handBody(reports, hands[n], names);
    if (entry.record === 'operation')
      return { ...operationBody(of.get(entry.line)!), by, ...reasonBody(entry.line.reason) };
    const { act } = entry;
    const at = isoFromInstant(act.at);
    return {
      ...{ record: 'act', at, recordedAt: at, day: entry.day, what: act.act, by, seq: Number(act.seq) },
      ...{ subject: act.subject, ...reasonBody(act.reason) },
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

type Whole = { readonly person?: bigint | undefined; readonly credential?: bigint | undefined };

function handOfMarks(marks: readonly number[], values: ReadonlyMap<number, MarkValue>): Hand | undefined {
  const mark = marks.find((one) => values.get(one)?.facet === FACET.hand);
  return mark === undefined ? undefined : handOfText(values.get(mark)!.value);
}

/** With the person whose the credential is. */
function wholeHand({ partners }: LineDeps, hand: Whole | undefined): Whole {
  if (hand === undefined) return {};
  const { credential } = hand;
  const person =
    hand.person ?? (credential === undefined ? undefined : partners.settings().credentialById(credential)?.person);
  return { person, credential };
}

/** Of the credential under which sessions of the portal act nobody needs to know: it is the person. */
function handBody(
  { tokens, partners }: LineDeps,
  { person, credential }: Whole,
  names: ReadonlyMap<bigint, string>,
): DescribedHand {
  const held = credential === undefined ? undefined : partners.settings().credentialById(credential);
  const name = person === undefined ? undefined : names.get(person);
  return {
    ...(person !== undefined && { person: tokens.encode('person', NO_LANE, person) }),
    ...(name !== undefined && { name }),
    ...(credential !== undefined && { credential: tokens.encode('cred', NO_LANE, credential) }),
    ...(held !== undefined && !held.isPortal && { credentialName: held.name }),
  };
}
