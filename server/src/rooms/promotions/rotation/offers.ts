import { canonicalJson, digest } from '../../../kernel/canonical.ts';
import { instant, MICROSECONDS_PER_MINUTE } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { addDays } from '../../../kernel/local-date.ts';
import type { Zone } from '../../../kernel/zone.ts';
import type { Basket } from '../basket.ts';
import { Facts } from '../facts.ts';
import type { Promotion, Rulebook } from '../rulebook.ts';

/** Where offers are asked for. */
export type Place = {
  readonly outlet: string;
  readonly groups: readonly string[];
  readonly partner: string;
  readonly zone: Zone;
};

/** A promotion as it is offered at a place. `until` is the first moment at which it is not; absent when none is in sight. */
export type Offer = { readonly promotion: Promotion; readonly from: Instant; readonly until?: Instant | undefined };

export type OfferSet = {
  readonly rulebook: number;
  /** Names the set: the same set has the same one, whenever it is asked for. */
  readonly version: string;
  /** The first moment at which another set is live. */
  readonly changesAt: Instant | undefined;
  readonly live: readonly Offer[];
  /** What begins within the horizon, the soonest first. */
  readonly next: readonly Offer[];
};

/** How far ahead is looked: two of each weekday. */
export const HORIZON_DAYS = 14;

// Whether these hold is a matter of place and time alone; all other conditions are of the buyer or the basket, and are told
// in the words of the offer.
const OF_PLACE_AND_TIME = new Set([
  'outlet-in',
  'outlet-group-in',
  'partner-in',
  'date-window',
  'weekday-in',
  'time-window',
]);

const factsAt = (place: Place, at: Instant): Facts => {
  const basket: Basket = {
    ...{ lines: [], currency: { code: '', decimals: 0 }, partner: place.partner, channel: '', terminal: '' },
    ...{ outlet: { code: place.outlet, groups: place.groups }, local: place.zone.localOf(at) },
  };
  return new Facts(basket, [], []);
};

const isLive = ({ firstOn, lastOn, conditions }: Promotion, facts: Facts): boolean => {
  const { date } = facts.basket.local;
  if (date < firstOn || (lastOn !== undefined && date > lastOn)) return false;
  return conditions.every(({ kind, holds }) => !OF_PLACE_AND_TIME.has(kind.code) || holds(facts));
};

/** Minutes of the day at which something may begin or end: midnight, and both ends of every time window. */
const minutesOf = (promotions: readonly Promotion[]): readonly number[] => {
  const minutes = new Set([0]);
  for (const { conditions } of promotions) {
    for (const { kind, params } of conditions) {
      if (kind.code !== 'time-window') continue;
      const { from, to } = params as { readonly from: string; readonly to: string };
      for (const text of [from, to]) minutes.add(Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
    }
  }
  return [...minutes];
};

/** The moments after `at` at which offers may change, on the outlet's wall: also where clocks are changed. */
const momentsAfter = (place: Place, at: Instant, minutes: readonly number[], taking: readonly Instant[]): Instant[] => {
  const { date } = place.zone.localOf(at);
  const moments = new Set<Instant>(taking);
  for (let day = 0; day <= HORIZON_DAYS; day++) {
    const on = addDays(date, day);
    // A window that begins in the hour which clocks leave out begins where they go on.
    const change = place.zone.clockChangeOn(on);
    if (change !== undefined) moments.add(change);
    for (const minute of minutes) {
      const local = { date: on, microsecondOfDay: minute * MICROSECONDS_PER_MINUTE };
      // A time that is shown twice opens a window twice; both are looked at.
      for (const prefer of ['earlier', 'later'] as const) moments.add(place.zone.instantOf(local, { prefer }));
    }
  }
  const last = place.zone.startOfDay(addDays(date, HORIZON_DAYS + 1));
  return [...moments].filter((one) => one > at && one <= last).sort((a, b) => a - b);
};

const keyOf = ({ code, version }: Promotion): string => `${code}/${version}`;

/**
 * What is live at a place at an instant, and what comes next within a fortnight, in the total order of the rulebook.
 * Pure. `rulebookAt` gives the version in force, `taking` when scheduled ones take force. A switch happens at the time of
 * the outlet's wall.
 */
export const offersAt = (
  rulebookAt: (at: Instant) => Rulebook,
  taking: readonly Instant[],
  place: Place,
  at: Instant,
): OfferSet => {
  const rulebook = rulebookAt(at);
  const all = [rulebook, ...taking.map((moment) => rulebookAt(moment))];
  const minutes = minutesOf(all.flatMap(({ promotions }) => promotions));
  const now = new Map<string, { promotion: Promotion; from: Instant; until?: Instant }>();
  const liveAt = (moment: Instant): Map<string, Promotion> => {
    const facts = factsAt(place, moment);
    return new Map(
      rulebookAt(moment)
        .promotions.filter((promotion) => isLive(promotion, facts))
        .map((promotion) => [keyOf(promotion), promotion]),
    );
  };
  for (const [key, promotion] of liveAt(at)) now.set(key, { promotion, from: at });
  const coming = new Map<string, { promotion: Promotion; from: Instant; until?: Instant }>();
  let changesAt: Instant | undefined;
  for (const moment of momentsAfter(place, at, minutes, taking)) {
    const live = liveAt(moment);
    for (const [key, offer] of now) {
      if (offer.until !== undefined || live.has(key)) continue;
      offer.until = moment;
      changesAt ??= moment;
    }
    for (const [key, offer] of coming) if (offer.until === undefined && !live.has(key)) offer.until = moment;
    for (const [key, promotion] of live) {
      const known = now.get(key);
      if ((known !== undefined && known.until === undefined) || coming.has(key)) continue;
      coming.set(key, { promotion, from: moment });
      changesAt ??= moment;
    }
  }
  const live = [...now.values()];
  const next = [...coming.values()].sort((a, b) => a.from - b.from || a.promotion.order - b.promotion.order);
  const told = (offer: Offer, from: boolean): unknown => [
    keyOf(offer.promotion),
    offer.until ?? 0,
    ...(from ? [offer.from] : []),
  ];
  const content = [
    place.outlet,
    rulebook.rulebook,
    live.map((one) => told(one, false)),
    next.map((one) => told(one, true)),
  ];
  return {
    ...{ rulebook: rulebook.version, changesAt, live, next },
    version: digest(canonicalJson(content)).toString('hex').slice(0, VERSION_LENGTH),
  };
};

// Eight bytes: two sets of one outlet never meet.
const VERSION_LENGTH = 16;

/** The same instant without what is below a minute: sets are kept per minute. */
export const minuteOfInstant = (at: Instant): Instant =>
  instant(Math.floor(at / MICROSECONDS_PER_MINUTE) * MICROSECONDS_PER_MINUTE);
