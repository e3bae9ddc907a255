import { assert } from '../../../kernel/assert.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Desk, OwnerKey } from '../../../platform/lanes/index.ts';
import { giveToPot, takeFromPot } from '../../../platform/pots/index.ts';
import { onBlock } from '../../funding/index.ts';
import type { CompiledRulebook } from '../rulebook.ts';
import { counterSheet, type Counter } from '../store/counter.ts';
import { holderOf, isShared, type BoundLimit } from './bound-limit.ts';
import type { LimitPlace } from './desk-rooms.ts';
import { periodOfDay } from './period.ts';
import { potOf } from './pot-name.ts';

/** What a decision gave by one promotion, by what limits count. */
export type Usage = { readonly points: bigint; readonly money: bigint };

type Decided = {
  readonly grants: readonly { readonly promotion: string; readonly points: bigint }[];
  readonly priced: readonly { readonly promotion: string; readonly perLine: readonly (readonly [number, bigint])[] }[];
  readonly coupons: readonly { readonly promotion: string }[];
  readonly stamps: readonly { readonly promotion: string }[];
};

/** What each promotion gave in a decision. */
export function usagesOf({ grants, priced, coupons, stamps }: Decided): ReadonlyMap<string, Usage> {
  const usages = new Map<string, Usage>();
  const add = (promotion: string, points: bigint, money: bigint): void => {
    const known = usages.get(promotion);
    usages.set(promotion, { points: (known?.points ?? 0n) + points, money: (known?.money ?? 0n) + money });
  };
  for (const { promotion, points } of grants) add(promotion, points, 0n);
  for (const { promotion, perLine } of priced)
    add(
      promotion,
      0n,
      perLine.reduce((sum, [, money]) => sum + money, 0n),
    );
  for (const { promotion } of [...coupons, ...stamps]) add(promotion, 0n, 0n);
  return usages;
}

/** What was taken of one limit, kept with the receipt so that a return finds the period of the sale. Smallest steps. */
export type KeptTaken = {
  readonly promotion: string;
  readonly limit: string;
  readonly of: BoundLimit['of'];
  readonly amount: number;
  /** Of a shared one. */
  readonly pot?: string;
  /** Of an owner's own that all promotions share: the name under which it is counted. */
  readonly holder?: string;
  /** Of a block that is counted at a rate: so much of it for so many points. */
  readonly rate?: readonly [block: number, points: number];
  /** Of an owner's own: the first day of its period, and the card where it is the card's. */
  readonly from?: LocalDate;
  readonly card?: string;
};

const amountOf = (of: BoundLimit['of'], usage: Usage): bigint => (of === 'uses' ? 1n : usage[of]);

/** What is taken of one limit, and the last day of the period that it counts in. */
export type Taking = { readonly taken: KeptTaken; readonly until: LocalDate };

/** What a decision takes of which limits; nothing where the rulebook has none. Receipts' own limits are no more than numbers. */
export function takings(rulebook: CompiledRulebook, usages: ReadonlyMap<string, Usage>, place: LimitPlace): Taking[] {
  if (!rulebook.hasLimits) return [];
  return [...usages].flatMap(([promotion, usage]) =>
    (rulebook.byCode(promotion)?.limits ?? []).flatMap((limit): Taking[] => {
      const amount = amountOf(limit.of, usage);
      if (amount === 0n || limit.per === 'receipt') return [];
      const common = { promotion, limit: limit.key, of: limit.of, amount: Number(amount) };
      if (limit.per === 'contract') {
        const fund = place.funds?.found.get(promotion);
        if (fund?.pot === undefined) return [];
        const { rate } = fund.contract;
        const at = rate === undefined ? {} : { rate: [Number(rate.block), Number(rate.points)] as const };
        return [{ taken: { ...common, pot: fund.pot, ...at }, until: place.day }];
      }
      if (isShared(limit)) return [{ taken: { ...common, pot: potOf(place, promotion, limit).pot }, until: place.day }];
      // A rolling period is counted by days, of which any stretch can be summed.
      const { from, until } = periodOfDay(typeof limit.period === 'object' ? 'day' : limit.period, place.day);
      const card = limit.per === 'card' && place.card !== undefined ? { card: String(place.card) } : {};
      const holder = limit.budget === undefined ? {} : { holder: holderOf(promotion, limit) };
      return [{ taken: { ...common, ...holder, from, ...card }, until }];
    }),
  );
}

/** Takes what a decision takes; its rooms have been asked before on the same desk, so it is there. Gives what is kept of it. */
export function takeRoom(
  desk: Desk,
  rulebook: CompiledRulebook,
  usages: ReadonlyMap<string, Usage>,
  place: LimitPlace,
): KeptTaken[] {
  const all = takings(rulebook, usages, place);
  for (const { taken, until } of all) {
    const amount = BigInt(taken.amount);
    if (taken.pot !== undefined)
      takeFromPot(desk, { lane: place.lane, tenant: place.tenant, pot: taken.pot }, onPot(taken, amount));
    else if (place.member) count(desk, place.member, place, { taken, until }, amount);
  }
  return all.map(({ taken }) => taken);
}

/** What of a pot an amount takes: a block may be counted otherwise than the points that it pays. */
export const onPot = ({ rate }: Pick<KeptTaken, 'rate'>, amount: bigint): bigint =>
  onBlock(rate && { block: BigInt(rate[0]), points: BigInt(rate[1]) }, amount);

/** Gives back what a return leaves unused of what `was` used before it, in the period of the sale; shared amounts come to rest in the lane of the return. */
export function giveRoomBack(
  desk: Desk,
  place: Pick<LimitPlace, 'tenant' | 'program' | 'lane' | 'member'>,
  taken: KeptTaken,
  was: bigint,
  isStill: bigint,
): void {
  if (was === isStill) return;
  // Each rounded by itself: any steps of returns give back in the end what was taken.
  const amount = onPot(taken, was) - onPot(taken, isStill);
  if (taken.pot !== undefined) giveToPot(desk, { lane: place.lane, tenant: place.tenant, pot: taken.pot }, amount);
  else if (place.member) count(desk, place.member, place, { taken, until: undefined }, -amount);
}

function count(
  desk: Desk,
  member: OwnerKey,
  { tenant, program }: Pick<LimitPlace, 'tenant' | 'program'>,
  { taken, until }: { readonly taken: KeptTaken; readonly until: LocalDate | undefined },
  amount: bigint,
): void {
  const { limit: limited, from } = taken;
  const promotion = taken.holder ?? taken.promotion;
  assert(from !== undefined, 'an owner’s own limit has a period');
  const card = BigInt(taken.card ?? 0);
  const all = desk.read(counterSheet, member) ?? { lane: member.lane, owner: member.owner, tenant, counters: [] };
  const isThis = (one: Counter): boolean =>
    one.program === program &&
    one.promotion === promotion &&
    one.limited === limited &&
    one.card === card &&
    one.from === from;
  const known = all.counters.find(isThis);
  // A period that ended so long ago that its counter was dropped has nothing to be given back.
  if (known === undefined && until === undefined) return;
  const sum = (known?.amount ?? 0n) + amount;
  const after: Counter = {
    ...{ card, program, promotion, limited, from },
    until: known?.until ?? (until as LocalDate),
    amount: sum < 0n ? 0n : sum,
  };
  const counters = known ? all.counters.map((one) => (one === known ? after : one)) : [...all.counters, after];
  desk.put(counterSheet, member, { ...all, counters });
}

/** How much of what was taken is still used, by what is granted now; never more than was taken. */
export function stillUsed(taken: KeptTaken, usages: ReadonlyMap<string, Usage>): bigint {
  const usage = usages.get(taken.promotion);
  if (usage === undefined) return 0n;
  const now = amountOf(taken.of, usage);
  return now < BigInt(taken.amount) ? now : BigInt(taken.amount);
}
