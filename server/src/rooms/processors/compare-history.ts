import { addSeconds, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { Finding } from './discrepancy.ts';
import type { ToldLine } from './port.ts';

/** What was known of a card before, and what is told now. Amounts in smallest steps; `show` writes them. */
export type Comparison = {
  readonly known: readonly ToldLine[];
  readonly told: readonly ToldLine[];
  /** From when on what is told is whole; undefined: from the beginning. */
  readonly from: Instant | undefined;
  /** The newest line that had been read; undefined at the first time. */
  readonly toldThrough: Instant | undefined;
  readonly balanceBefore: bigint | undefined;
  readonly balance: bigint;
  readonly show: (amount: bigint) => string;
};

export type Compared = { readonly fresh: readonly ToldLine[]; readonly findings: readonly Finding[] };

/** Processors book what their terminals bring in late; a line is out of place only when it is older than that. */
const LATE_SECONDS = 3_600;

/** What is new, and what does not fit: nothing that was told once is overwritten. Pure, and the same however often it is asked. */
export function compareHistory(comparison: Comparison): Compared {
  const { known, told, toldThrough } = comparison;
  const knownById = new Map(known.map((one) => [one.outsideId, one]));
  const fresh = told.filter((one) => !knownById.has(one.outsideId));
  const late = toldThrough === undefined ? undefined : addSeconds(toldThrough, -LATE_SECONDS);
  const inserted = fresh.filter((one) => late !== undefined && one.at < late);
  return {
    fresh,
    findings: [
      ...doubled(comparison),
      ...told.flatMap((one) => restated(comparison, knownById.get(one.outsideId), one)),
      ...vanished(comparison),
      ...inserted.map((one): Finding => ({
        kind: 'inserted',
        subject: one.outsideId,
        facts: factsOf(comparison, one),
      })),
      ...gaps(comparison),
      ...balanceDiffers(comparison, fresh),
    ],
  };
}

const factsOf = ({ show }: Comparison, one: ToldLine): Record<string, string> => ({
  id: one.outsideId,
  amount: show(one.amount),
  at: isoFromInstant(one.at),
  kind: one.kind,
});

const textOf = (one: ToldLine): string => `${one.amount}/${one.at}/${one.kind}`;

function restated(comparison: Comparison, before: ToldLine | undefined, now: ToldLine): Finding[] {
  if (before === undefined || textOf(before) === textOf(now)) return [];
  const was = factsOf(comparison, before);
  const facts = { ...factsOf(comparison, now), was_amount: was.amount, was_at: was.at, was_kind: was.kind };
  return [{ kind: 'restated', subject: `${now.outsideId}/${textOf(now)}`, facts }];
}

/** One id told twice in one answer, with two contents. */
function doubled(comparison: Comparison): Finding[] {
  const first = new Map<string, ToldLine>();
  return comparison.told.flatMap((one) => {
    const before = first.get(one.outsideId);
    first.set(one.outsideId, before ?? one);
    return restated(comparison, before, one);
  });
}

function vanished(comparison: Comparison): Finding[] {
  const { known, told, from } = comparison;
  const toldIds = new Set(told.map((one) => one.outsideId));
  return known
    .filter((one) => !toldIds.has(one.outsideId) && (from === undefined || one.at > from))
    .map((one) => ({ kind: 'vanished', subject: one.outsideId, facts: factsOf(comparison, one) }));
}

/** In the order of time; at one moment in the order in which it is told, which may be newest first. */
export function inOrder(told: readonly ToldLine[]): readonly ToldLine[] {
  const isNewestFirst = told.length > 1 && told[0].at > told[told.length - 1].at;
  const listed = isNewestFirst ? [...told].reverse() : [...told];
  return listed.sort((a, b) => a.at - b.at);
}

function gaps(comparison: Comparison): Finding[] {
  const findings: Finding[] = [];
  let before: ToldLine | undefined;
  for (const one of inOrder(comparison.told)) {
    if (before?.balanceAfter !== undefined && one.balanceAfter !== undefined) {
      const missing = one.balanceAfter - before.balanceAfter - one.amount;
      if (missing !== 0n) {
        const facts = { ...factsOf(comparison, one), after: before.outsideId, missing: comparison.show(missing) };
        findings.push({ kind: 'gap', subject: `${before.outsideId}>${one.outsideId}/${missing}`, facts });
      }
    }
    before = one;
  }
  return findings;
}

/** The last line's own balance where lines have one; else the balance before with what has come since. */
function balanceDiffers(comparison: Comparison, fresh: readonly ToldLine[]): Finding[] {
  const { told, balance, balanceBefore, show } = comparison;
  const last = inOrder(told).at(-1);
  const moved = fresh.reduce((sum, one) => sum + one.amount, 0n);
  const expected = last?.balanceAfter ?? (balanceBefore === undefined ? undefined : balanceBefore + moved);
  if (expected === undefined || expected === balance) return [];
  const facts = { balance: show(balance), expected: show(expected), last: last?.outsideId ?? '' };
  return [{ kind: 'balance_differs', subject: `${expected}/${balance}/${last?.outsideId ?? ''}`, facts }];
}
