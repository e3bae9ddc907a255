import { addDays, weekdayOf } from '../../../kernel/local-date.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { AttributeValue, Basket, BasketLine } from '../../promotions/index.ts';
import type { Change } from './asked.ts';
import { settleOn } from './past-asked.ts';
import type { Wish } from './wish.ts';

type Facts = Parameters<Wish['promotions'][number]['conditions'][number]['holds']>[0];

const NOON = 720;
const DAYS_TRIED = 7;
const MINUTES_TRIED = 12;
const PURCHASES = 3;

/** Place, time, buyer and what is shown, as a wish wants them; goods are laid in later. */
export type Place = (lines: readonly BasketLine[]) => Basket;

/** The moments of a wish: the first days, at noon where that will do, otherwise where windows begin. */
const momentOf = ({ promotions, names, ends }: Wish): Basket['local'] | undefined => {
  const times = promotions.flatMap(({ conditions }) =>
    conditions.filter(
      ({ kind: { code } }) => code === 'weekday-in' || code === 'time-window' || code === 'date-window',
    ),
  );
  const { from, to } = ends.get('date') ?? {};
  const first = from as LocalDate;
  const dates = (names.get('date') as readonly LocalDate[] | undefined)?.filter(
    (date) => date >= first && (to === undefined || date <= to),
  );
  const asked = names.get('minute of the day') as readonly number[] | undefined;
  const begins = (asked ?? []).filter((minute, n) => n === 0 || asked?.[n - 1] !== minute - 1);
  const minutes = [...(asked === undefined || asked.includes(NOON) ? [NOON] : []), ...begins].slice(0, MINUTES_TRIED);
  for (const date of dates ?? Array.from({ length: DAYS_TRIED }, (_, n) => addDays(first, n))) {
    const weekday = weekdayOf(date);
    if ((to !== undefined && date > to) || names.get('weekday')?.includes(weekday) === false) continue;
    for (const minuteOfDay of minutes) {
      const local = { date, minuteOfDay, weekday };
      if (times.every(({ holds }) => holds({ basket: { local } } as unknown as Facts))) return local;
    }
  }
  return undefined;
};

const tendersOf = ({ tenders, only }: Wish, isOnSpending: boolean): readonly string[] | undefined => {
  const mayPay = (name: string): boolean => only.every((list) => list.includes(name));
  const paid = new Set(isOnSpending ? ['points'] : []);
  for (const list of tenders) {
    if (list.some((name) => paid.has(name))) continue;
    const name = list.find(mayPay);
    if (name === undefined) return undefined;
    paid.add(name);
  }
  const [first] = only;
  if (first !== undefined && paid.size === 0) {
    const name = first.find(mayPay);
    if (name === undefined) return undefined;
    paid.add(name);
  }
  return [...paid];
};

const attributesOf = ({ names, ends }: Wish): Record<string, AttributeValue> => {
  const attributes: Record<string, AttributeValue> = {};
  for (const [fact, { from, to }] of ends)
    if (fact.startsWith('number ')) attributes[fact.slice('number '.length)] = (from ?? to) as AttributeValue;
  for (const [fact, [value]] of names)
    if (fact.startsWith('attribute ')) attributes[fact.slice('attribute '.length)] = value as AttributeValue;
  return attributes;
};

/** Where, when and to whom all promotions of a wish act, as far as that is seen; undefined where there is no such place. */
export const meetingPlace = (
  wish: Wish,
  currency: { readonly code: string; readonly decimals: number },
  isOnSpending: boolean,
): Place | undefined => {
  const { names, ends, not, lists, past, promotions } = wish;
  const local = wish.isPossible ? momentOf(wish) : undefined;
  const tenders = tendersOf(wish, isOnSpending);
  if (local === undefined || tenders === undefined) return undefined;
  const pick = (fact: string, other: string): string => {
    const barred = not.get(fact);
    return String(
      names.get(fact)?.find((one) => barred?.has(one) !== true) ?? (barred?.has(other) ? `${other}-2` : other),
    );
  };
  const listOf = (of: string): string[] => {
    const chosen = new Set<string>();
    for (const [list, some] of lists)
      if (list === of && !some.some((name) => chosen.has(name)) && some[0] !== undefined) chosen.add(some[0]);
    return [...chosen];
  };
  const purchase = ends.get('purchase');
  const wanted = Number(
    names.get('purchase')?.[0] ?? purchase?.from ?? Math.min(PURCHASES + 1, Number(purchase?.to ?? PURCHASES + 1)),
  );
  const change: Change = { lines: [], basket: {}, member: {} };
  for (const [kind, params] of past) settleOn(change, kind, params, local.date);
  const [type, range, batch] = ['type of card', 'range of cards', 'batch of cards'].map((fact) => names.get(fact)?.[0]);
  const card = { type: type ?? 'bonus', range: range ?? '', batch: batch ?? '' };
  const segments = listOf('segment');
  const coupons = listOf('coupon');
  const enrolled = ends.get('enrolled');
  const firstOn = promotions.map((one) => one.firstOn).sort()[0] as LocalDate;
  const member = {
    ...{ tier: pick('tier', ''), attributes: attributesOf(wish), purchases: wanted - 1 },
    enrolledOn: enrolled?.from ?? enrolled?.to ?? firstOn,
    ...change.member,
    ...(segments.length > 0 && { segments }),
    ...((type ?? range ?? batch) !== undefined && { card }),
  };
  const isNobody = names.get('member.known')?.[0] === false;
  const rest = {
    outlet: { code: pick('outlet', 'outlet'), groups: listOf('group') },
    ...{ partner: pick('partner', 'partner'), channel: pick('channel', 'till'), terminal: pick('terminal', 'till-1') },
    ...{ currency, local, ...(isNobody ? {} : { member }) },
    ...(tenders.length > 0 && { tenders }),
    ...(coupons.length > 0 && { coupons }),
  };
  return (lines) => ({ ...rest, lines }) as unknown as Basket;
};
