import { stepsOf } from './arithmetic.ts';
import { baseOf, counted, giveAgain, shared, sum } from './give-again.ts';
import type { Amounts, Params } from './give-again.ts';
import type { PlainLine } from './lines.ts';
import { holds, textOr, THOUSANDTHS } from './offline-conditions.ts';
import type { KindText, OfferGroup, OfferRule, OfflineReceipt, OfflineSet } from './offline-set.ts';
import type { PlainGrant } from './receipt.ts';
import { TAKES_NOTHING, takeOff } from './take-off.ts';

const PRICING = ['percent-discount', 'fixed-discount', 'n-for-m', 'bundle', 'price-list', 'gift-line'];

/** Promotions act on prices first, then on points. */
export type Pass = 'prices' | 'points';

/** A decision as far as it has come, and what that keeps out. */
export type Course = {
  readonly receipt: OfflineReceipt;
  readonly set: OfflineSet;
  lines: readonly PlainLine[];
  grants: readonly PlainGrant[];
  readonly off: Map<string, Amounts>;
  readonly gifts: string[];
  readonly acted: Set<string>;
  common: string | undefined;
  never: string | undefined;
  stoppedBy: number | undefined;
  /** By group over the whole basket: who has won it. */
  readonly winners: Map<string, string>;
  /** By group over lines: those that somebody has taken. */
  readonly taken: Map<string, Set<number>>;
};

/** What one effect gives: points, money off, or, where neither is there, goods. */
export type Act = { readonly worth: bigint; readonly perLine: Amounts; readonly grant?: PlainGrant };

export const isPricing = ({ kind }: KindText): boolean => PRICING.includes(kind);

/** The group of a promotion, where it is one of which not all may act. */
export const rivalsOf = ({ set }: Course, { group }: OfferRule): OfferGroup | undefined =>
  set.groups.find(({ code, evaluate }) => code === group && evaluate !== 'stack');

/** Whether a promotion may act where the course stands. */
export const mayAct = (course: Course, rule: OfferRule, order: number, pass: Pass): boolean => {
  const { receipt, set, acted, winners, lines } = course;
  if (course.stoppedBy !== undefined && order > course.stoppedBy) return false;
  if (rule.excludes?.some((code) => acted.has(code)) === true) return false;
  const stacking = rule.stacking ?? 'common';
  if (stacking === 'common' && course.never !== undefined) return false;
  if (stacking === 'never' && course.common !== undefined) return false;
  const winner = rule.group === undefined ? undefined : winners.get(rule.group);
  if (winner !== undefined && winner !== rule.code) return false;
  if (receipt.local.date < rule.firstOn || receipt.local.date > (rule.lastOn ?? '9999')) return false;
  // What acted on the price had its conditions asked at its turn.
  if (pass === 'points' && rule.effects.some(isPricing) && acted.has(rule.code)) return true;
  return (rule.conditions ?? []).every((one) => holds(one, receipt, lines, set.decimals.money) === true);
};

/** The lines with an amount taken off. */
const lessOff = (lines: readonly PlainLine[], off: Amounts): readonly PlainLine[] => {
  const byLine = new Map(off);
  return lines.map((line) => ({ ...line, discount: line.discount + (byLine.get(line.line) ?? 0n) }));
};

/**
 * A grant of which its group took lines, or may have: its exact points are gone for those who multiply it, just as those of one that was
 * cut, and it is marked like that.
 */
const inexact = (grant: PlainGrant): PlainGrant => ({
  ...grant,
  derivation: { ...grant.derivation, uncapped: grant.derivation.uncapped ?? String(grant.points), isContended: true },
});

/** The part of an act that falls on some lines; undefined where nothing does. What has no lines has no part either. */
export const onlyLines = ({ perLine, grant }: Act, isIn: (line: number) => boolean): Act | undefined => {
  const left = perLine.map(([line, part]) => [line, isIn(line) ? part : 0n] as const);
  const worth = sum(left);
  if (worth === 0n) return undefined;
  return { worth, perLine: left, ...(grant && { grant: inexact({ ...grant, points: worth, perLine: left }) }) };
};

/** What each effect of one promotion gives from where the course stands, which it leaves as it is; undefined when nothing. */
export const attempt = (course: Course, rule: OfferRule, pass: Pass): readonly Act[] | undefined => {
  const { money, wallets } = course.set.decimals;
  const taken = rivalsOf(course, rule)?.scope === 'line' ? course.taken.get(rule.group as string) : undefined;
  let { lines, grants } = course;
  const acts: Act[] = [];
  for (const [effect, one] of rule.effects.entries()) {
    if (isPricing(one) !== (pass === 'prices')) continue;
    const points = one.wallet === undefined ? money : (wallets[one.wallet] ?? 0);
    const { kind, version = 1, cap } = one;
    const params = (one.params ?? {}) as Params;
    const plain = { effect, kind, version, params, cap, decimals: { money, points } };
    if (TAKES_NOTHING.includes(`${kind} ${version}`)) {
      if (taken === undefined) acts.push({ worth: stepsOf(textOr(params, 'quantity', '1'), THOUSANDTHS), perLine: [] });
      continue;
    }
    const amounts = counted({ lines }, params, baseOf(kind, params), money);
    const empty: PlainGrant = {
      ...{ promotion: rule.code, walletType: one.wallet ?? '', points: 0n, perLine: [] },
      derivation: { rule: plain, amounts: amounts.map(([line, amount]) => [line, String(amount)]) },
    };
    const perLine =
      pass === 'prices'
        ? takeOff({ now: lines, initial: course.receipt.lines }, plain)
        : sum(amounts) > 0n || kind === 'multiplier'
          ? giveAgain({ lines }, empty, grants, amounts)?.perLine
          : [];
    if (perLine === undefined || sum(perLine) === 0n) continue;
    const full: Act = {
      ...{ worth: sum(perLine), perLine },
      ...(pass === 'points' && { grant: { ...empty, points: sum(perLine), perLine } }),
    };
    const free = taken === undefined ? full : onlyLines(full, (line) => !taken.has(line));
    if (free === undefined) continue;
    const most = cap === undefined ? undefined : stepsOf(cap, points);
    const isOver = most !== undefined && free.worth > most;
    if (isOver && one.overCap === 'reject') return undefined;
    const act = isOver ? cutTo(most, free) : free;
    acts.push(act);
    if (act.grant) grants = [...grants, act.grant];
    else lines = lessOff(lines, act.perLine);
  }
  return acts.length > 0 ? acts : undefined;
};

const cutTo = (most: bigint, { perLine, worth, grant }: Act): Act => {
  const cut = shared(most, perLine).perLine;
  if (!grant) return { worth: most, perLine: cut };
  const { rule, isContended } = grant.derivation;
  const derivation = { rule, isContended, uncapped: String(worth) };
  return { worth: most, perLine: cut, grant: { ...grant, points: sum(cut), perLine: cut, derivation } };
};

/** Lets a promotion have acted: what it gives counts, and what it keeps out is out from here on. */
export const keep = (course: Course, rule: OfferRule, order: number, acts: readonly Act[]): void => {
  for (const { perLine, grant } of acts) {
    if (grant) course.grants = [...course.grants, grant];
    else if (perLine.length === 0) course.gifts.push(rule.code);
    else {
      course.off.set(rule.code, [...(course.off.get(rule.code) ?? []), ...perLine]);
      course.lines = lessOff(course.lines, perLine);
    }
  }
  course.acted.add(rule.code);
  const stacking = rule.stacking ?? 'common';
  if (stacking === 'common') course.common ??= rule.code;
  if (stacking === 'never') course.never ??= rule.code;
  if (rule.stop === true) course.stoppedBy ??= order;
  const group = rivalsOf(course, rule);
  if (group === undefined) return;
  if (group.scope !== 'line') {
    course.winners.set(group.code, rule.code);
    return;
  }
  const taken = course.taken.get(group.code) ?? new Set<number>();
  course.taken.set(group.code, taken);
  for (const { perLine } of acts) for (const [line, part] of perLine) if (part !== 0n) taken.add(line);
};
