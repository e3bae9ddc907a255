import { stepsOf } from './arithmetic.ts';
import { baseOf, counted, giveAgain, shared, sum } from './give-again.ts';
import type { Amounts, Params } from './give-again.ts';
import { countOf, takes } from './lines.ts';
import type { PlainFilter, PlainLine } from './lines.ts';
import type { PlainGrant } from './receipt.ts';
import { TAKES_NOTHING, takeOff } from './take-off.ts';

type KindText = { readonly kind: string; readonly version?: number | undefined; readonly params?: unknown };

/** A promotion of an offer set, as `GET …/offers` tells it. */
export type OfferRule = {
  readonly code: string;
  readonly priority: number;
  readonly firstOn: string;
  readonly lastOn?: string | undefined;
  readonly conditions?: readonly KindText[] | undefined;
  readonly effects: readonly (KindText & {
    readonly wallet?: string | undefined;
    readonly cap?: string | undefined;
    readonly overCap?: string | undefined;
  })[];
  readonly stop?: boolean | undefined;
  readonly excludes?: readonly string[] | undefined;
  readonly stacking?: string | undefined;
  readonly group?: string | undefined;
};

export type OfferGroup = { readonly code: string; readonly evaluate: string; readonly scope: string };

/** What a till knows by itself of a receipt that nobody has priced. */
export type OfflineReceipt = {
  readonly lines: readonly PlainLine[];
  readonly place: {
    readonly outlet: string;
    readonly groups: readonly string[];
    readonly partner: string;
    readonly channel: string;
    readonly terminal: string;
  };
  /** The outlet's wall; weekday 1 is Monday. */
  readonly local: { readonly date: string; readonly minuteOfDay: number; readonly weekday: number };
  readonly coupons: readonly string[];
};

/** What the promotions give, by code. Points by wallet, money off by line. */
export type OfflineDecision = {
  readonly points: ReadonlyMap<string, bigint>;
  readonly off: ReadonlyMap<string, Amounts>;
  readonly gifts: readonly string[];
};

export type OfflineSet = {
  readonly rules: readonly OfferRule[];
  readonly groups: readonly OfferGroup[];
  readonly decimals: { readonly money: number; readonly wallets: Readonly<Record<string, number>> };
};

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const PRICING = ['percent-discount', 'fixed-discount', 'n-for-m', 'bundle', 'price-list', 'gift-line'];
const THOUSANDTHS = 3;

/** A parameter as text, or what stands for it where it is left out. */
const textOr = (params: Params, name: string, otherwise: string): string =>
  (params[name] as string | undefined) ?? otherwise;
const textsOf = (params: Params, name: string): readonly string[] => params[name] as readonly string[];
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

const inWindow = (params: Params, { minuteOfDay, weekday }: OfflineReceipt['local']): boolean => {
  const [from, to] = [minuteOf(String(params['from'])), minuteOf(String(params['to']))];
  const isOvernight = to <= from;
  const isIn = isOvernight ? minuteOfDay >= from || minuteOfDay < to : minuteOfDay >= from && minuteOfDay < to;
  if (!isIn || params['beginsOn'] === undefined) return isIn;
  // What has run over midnight belongs to the day on which it began.
  const began = isOvernight && minuteOfDay < to ? (weekday + 5) % 7 : weekday - 1;
  return textsOf(params, 'beginsOn').includes(WEEKDAYS[began] as string);
};

/** Whether a condition holds; undefined for a kind that is not known here. */
const holds = (
  { kind, params: given }: KindText,
  { place, local, coupons }: OfflineReceipt,
  lines: readonly PlainLine[],
  money: number,
): boolean | undefined => {
  const params = (given ?? {}) as Params;
  const total = (filter: unknown): bigint =>
    lines
      .filter((line) => takes(filter as PlainFilter | undefined, line, money))
      .reduce((all, line) => all + countOf(line, textOr(params, 'base', 'quantity'), String(params['tax'])), 0n);
  switch (kind) {
    case 'outlet-in':
      return textsOf(params, 'outlets').includes(place.outlet);
    case 'outlet-group-in':
      return textsOf(params, 'groups').some((one) => place.groups.includes(one));
    case 'partner-in':
      return textsOf(params, 'partners').includes(place.partner);
    case 'channel-in':
      return textsOf(params, 'channels').includes(place.channel);
    case 'terminal-in':
      return textsOf(params, 'terminals').includes(place.terminal);
    case 'date-window':
      return local.date >= textOr(params, 'firstOn', '') && local.date <= textOr(params, 'lastOn', '9999');
    case 'weekday-in':
      return textsOf(params, 'weekdays').includes(WEEKDAYS[local.weekday - 1] as string);
    case 'time-window':
      return inWindow(params, local);
    case 'min-basket':
      return total(params['lines']) >= stepsOf(String(params['min']), money);
    case 'max-basket':
      return total(params['of']) <= stepsOf(String(params['max']), money);
    case 'lines-include':
      return total(params['lines']) >= stepsOf(String(params['min']), THOUSANDTHS);
    case 'lines-exclude':
      return !lines.some((line) => takes(params['none'] as PlainFilter, line, money));
    case 'coupon-shown':
      return textsOf(params, 'codes').some((code) => coupons.includes(code.toUpperCase()));
    default:
      return undefined;
  }
};

type Course = {
  readonly receipt: OfflineReceipt;
  readonly set: OfflineSet;
  lines: readonly PlainLine[];
  grants: PlainGrant[];
  off: Map<string, Amounts>;
  gifts: string[];
  acted: Set<string>;
  common: string | undefined;
  never: string | undefined;
  stoppedBy: number | undefined;
  winners: Map<string, string>;
};

type Turn = Pick<Course, 'lines' | 'grants' | 'off' | 'gifts'> & { readonly worth: bigint };

const inOrder = (a: OfferRule, b: OfferRule): number =>
  a.priority - b.priority || (a.firstOn < b.firstOn ? -1 : a.firstOn > b.firstOn ? 1 : a.code < b.code ? -1 : 1);

const isPricing = ({ kind }: KindText): boolean => PRICING.includes(kind);

const mayAct = (course: Course, rule: OfferRule, order: number, pass: 'prices' | 'points'): boolean => {
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

/** What the effects of one promotion give from where the course stands; undefined when nothing. */
const attempt = (course: Course, rule: OfferRule, pass: 'prices' | 'points'): Turn | undefined => {
  const { money, wallets } = course.set.decimals;
  const turn = { lines: course.lines, grants: [...course.grants], off: new Map(course.off), gifts: [...course.gifts] };
  let worth = 0n;
  let hasActed = false;
  for (const [effect, one] of rule.effects.entries()) {
    if (isPricing(one) !== (pass === 'prices')) continue;
    const points = one.wallet === undefined ? money : (wallets[one.wallet] ?? 0);
    const { kind, version = 1, cap } = one;
    const plain = { effect, kind, version, params: (one.params ?? {}) as object, cap, decimals: { money, points } };
    if (TAKES_NOTHING.includes(`${kind} ${version}`)) {
      turn.gifts.push(rule.code);
      worth += stepsOf(textOr(plain.params as Params, 'quantity', '1'), THOUSANDTHS);
      hasActed = true;
      continue;
    }
    const params = plain.params as Params;
    const receipt = { lines: turn.lines };
    const amounts = counted(receipt, params, baseOf(kind, params), money);
    const empty: PlainGrant = {
      ...{ promotion: rule.code, walletType: one.wallet ?? '', points: 0n, perLine: [] },
      derivation: { rule: plain, amounts: amounts.map(([line, amount]) => [line, String(amount)]) },
    };
    const full =
      pass === 'prices'
        ? takeOff({ now: turn.lines, initial: course.receipt.lines }, plain)
        : sum(amounts) > 0n || kind === 'multiplier'
          ? giveAgain(receipt, empty, turn.grants, amounts)?.perLine
          : [];
    if (full === undefined || sum(full) === 0n) continue;
    const most = cap === undefined ? undefined : stepsOf(cap, points);
    const isOver = most !== undefined && sum(full) > most;
    if (isOver && one.overCap === 'reject') return undefined;
    const given = isOver ? shared(most, full).perLine : full;
    hasActed = true;
    worth += sum(given);
    if (pass === 'prices') {
      turn.off.set(rule.code, [...(turn.off.get(rule.code) ?? []), ...given]);
      const byLine = new Map(given);
      turn.lines = turn.lines.map((line) => ({ ...line, discount: line.discount + (byLine.get(line.line) ?? 0n) }));
    } else {
      const derivation = isOver
        ? { ...empty.derivation, amounts: undefined, uncapped: String(sum(full)) }
        : empty.derivation;
      turn.grants.push({ ...empty, points: sum(given), perLine: given, derivation });
    }
  }
  return hasActed ? { ...turn, worth } : undefined;
};

const keep = (course: Course, rule: OfferRule, order: number, { worth: _worth, ...turn }: Turn): void => {
  Object.assign(course, turn);
  course.acted.add(rule.code);
  const stacking = rule.stacking ?? 'common';
  if (stacking === 'common') course.common ??= rule.code;
  if (stacking === 'never') course.never ??= rule.code;
  if (rule.stop === true) course.stoppedBy ??= order;
  const group = course.set.groups.find(({ code }) => code === rule.group);
  if (group !== undefined && group.evaluate !== 'stack') course.winners.set(group.code, rule.code);
};

/**
 * Decides a receipt as a till without connection does: from the rules of an offer set alone, those that are marked and live at its place and
 * time. Of groups it knows those over the whole basket; a rule of another group, or of a kind that is not known here, gives nothing.
 */
export const decideOffline = (set: OfflineSet, receipt: OfflineReceipt): OfflineDecision => {
  const course: Course = {
    ...{
      receipt,
      set,
      lines: [...receipt.lines].sort((a, b) => a.line - b.line),
      grants: [],
      off: new Map(),
      gifts: [],
    },
    ...{ acted: new Set(), common: undefined, never: undefined, stoppedBy: undefined, winners: new Map() },
  };
  const rules = [...set.rules].sort(inOrder);
  const groupOf = (rule: OfferRule): OfferGroup | undefined => set.groups.find(({ code }) => code === rule.group);
  for (const pass of ['prices', 'points'] as const) {
    const settled = new Set<string>();
    for (const [order, rule] of rules.entries()) {
      if (!rule.effects.some((one) => isPricing(one) === (pass === 'prices'))) continue;
      const group = groupOf(rule);
      if (group !== undefined && (group.evaluate === 'highest' || group.evaluate === 'lowest')) {
        if (settled.has(group.code)) continue;
        settled.add(group.code);
        contest(course, rules, group, pass);
        continue;
      }
      const turn = mayAct(course, rule, order, pass) ? attempt(course, rule, pass) : undefined;
      if (turn !== undefined) keep(course, rule, order, turn);
    }
  }
  const points = new Map<string, bigint>();
  for (const grant of course.grants) points.set(grant.promotion, (points.get(grant.promotion) ?? 0n) + grant.points);
  return { points, off: course.off, gifts: course.gifts };
};

/** Lets all of a group try from one state; the one that gives most or least acts, of equals the first in order. */
const contest = (course: Course, rules: readonly OfferRule[], group: OfferGroup, pass: 'prices' | 'points'): void => {
  let best: { readonly rule: OfferRule; readonly order: number; readonly turn: Turn } | undefined;
  for (const [order, rule] of rules.entries()) {
    if (rule.group !== group.code || !mayAct(course, rule, order, pass)) continue;
    const turn = attempt(course, rule, pass);
    if (turn === undefined) continue;
    const isBetter =
      best === undefined ||
      (group.evaluate === 'highest' ? turn.worth > best.turn.worth : turn.worth < best.turn.worth);
    if (isBetter) best = { rule, order, turn };
  }
  if (best !== undefined) keep(course, best.rule, best.order, best.turn);
};
