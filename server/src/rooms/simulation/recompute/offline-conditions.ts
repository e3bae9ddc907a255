import { stepsOf } from './arithmetic.ts';
import type { Params } from './give-again.ts';
import { countOf, takes } from './lines.ts';
import type { PlainFilter, PlainLine } from './lines.ts';
import type { KindText, OfflineReceipt } from './offline-set.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** Quantities have so many decimals. */
export const THOUSANDTHS = 3;

/** A parameter as text, or what stands for it where it is left out. */
export const textOr = (params: Params, name: string, otherwise: string): string =>
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

/** Whether a condition holds, by what a till sees by itself; undefined for a kind that is not known here. */
export const holds = (
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
