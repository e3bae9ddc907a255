import { attempt, isPricing, keep, mayAct, onlyLines } from './offline-course.ts';
import type { Act, Course, Pass } from './offline-course.ts';
import type { OfferGroup, OfferRule, OfflineDecision, OfflineReceipt, OfflineSet } from './offline-set.ts';

const inOrder = (a: OfferRule, b: OfferRule): number =>
  a.priority - b.priority || (a.firstOn < b.firstOn ? -1 : a.firstOn > b.firstOn ? 1 : a.code < b.code ? -1 : 1);

/**
 * Decides a receipt as a till without connection does: from the rules of an offer set alone, those that are marked and live at its place and
 * time. A rule of a kind that is not known here gives nothing.
 */
export const decideOffline = (set: OfflineSet, receipt: OfflineReceipt): OfflineDecision => {
  const course: Course = {
    ...{ receipt, set, lines: [...receipt.lines].sort((a, b) => a.line - b.line) },
    ...{ grants: [], off: new Map(), gifts: [], acted: new Set() },
    ...{ common: undefined, never: undefined, stoppedBy: undefined, winners: new Map(), taken: new Map() },
  };
  const rules = [...set.rules].sort(inOrder);
  for (const pass of ['prices', 'points'] as const) {
    const settled = new Set<string>();
    for (const [order, rule] of rules.entries()) {
      if (!rule.effects.some((one) => isPricing(one) === (pass === 'prices'))) continue;
      const group = set.groups.find(({ code }) => code === rule.group);
      if (group !== undefined && (group.evaluate === 'highest' || group.evaluate === 'lowest')) {
        if (settled.has(group.code)) continue;
        settled.add(group.code);
        contest(course, rules, group, pass);
        continue;
      }
      const acts = mayAct(course, rule, order, pass) ? attempt(course, rule, pass) : undefined;
      if (acts !== undefined) keep(course, rule, order, acts);
    }
  }
  const points = new Map<string, bigint>();
  for (const grant of course.grants) points.set(grant.promotion, (points.get(grant.promotion) ?? 0n) + grant.points);
  return { points, off: course.off, gifts: course.gifts };
};

type Entry = { readonly rule: OfferRule; readonly order: number; readonly acts: readonly Act[] };

const isBetter = ({ evaluate }: OfferGroup, one: bigint, best: bigint): boolean =>
  evaluate === 'highest' ? one > best : one < best;

/** Lets all of a group try from one state; the one that gives most or least acts, of equals the first in order. */
const contest = (course: Course, rules: readonly OfferRule[], group: OfferGroup, pass: Pass): void => {
  const entries = rules.flatMap((rule, order): Entry[] => {
    const acts =
      rule.group === group.code && mayAct(course, rule, order, pass) ? attempt(course, rule, pass) : undefined;
    return acts === undefined ? [] : [{ rule, order, acts }];
  });
  if (group.scope === 'line') return contestLines(course, group, entries);
  const worthOf = ({ acts }: Entry): bigint => acts.reduce((all, { worth }) => all + worth, 0n);
  let best = entries[0];
  for (const entry of entries) if (best && isBetter(group, worthOf(entry), worthOf(best))) best = entry;
  if (best) keep(course, best.rule, best.order, best.acts);
};

/** The same line by line: each goes to the one that gives most or least on it, and a promotion keeps what it gives on its lines. */
const contestLines = (course: Course, group: OfferGroup, entries: readonly Entry[]): void => {
  const winners = new Map<number, { readonly entry: Entry; readonly worth: bigint }>();
  for (const entry of entries) {
    const worths = new Map<number, bigint>();
    for (const { perLine } of entry.acts)
      for (const [line, part] of perLine) worths.set(line, (worths.get(line) ?? 0n) + part);
    for (const [line, worth] of worths) {
      const best = winners.get(line);
      if (worth !== 0n && (best === undefined || isBetter(group, worth, best.worth)))
        winners.set(line, { entry, worth });
    }
  }
  for (const entry of entries) {
    const kept = entry.acts.flatMap((act) => onlyLines(act, (line) => winners.get(line)?.entry === entry) ?? []);
    if (kept.length > 0) keep(course, entry.rule, entry.order, kept);
  }
};
