import { stepsOf } from './arithmetic.ts';
import type { PlainPromotion } from './limits.ts';
import { countOf, takes } from './lines.ts';
import type { PlainFilter, PlainLine } from './lines.ts';

const THOUSANDTHS = 3;

/** Whether the conditions of a promotion that ask for goods hold of lines. `unknown`: it has one that only the engine reads. */
export type GoodsHold = 'holds' | 'fails' | 'unknown';

type Given = Readonly<Record<string, unknown>>;

/** What a return cannot change: who bought, where, when, what was shown and how it was paid. Of them nothing is asked again. */
const OF_NO_GOODS: readonly string[] = [
  ...['outlet-in', 'outlet-group-in', 'partner-in', 'channel-in', 'terminal-in', 'date-window', 'weekday-in'],
  ...['time-window', 'tier-in', 'segment-in', 'attribute-is', 'attribute-between', 'birthday-window', 'enrolled-for'],
  ...['first-purchase', 'nth-purchase', 'streak', 'days-since-visit', 'coupon-shown', 'tender-in', 'card-in'],
];

const holdsOf = (kind: string, params: Given, lines: readonly PlainLine[], money: number): boolean | undefined => {
  const total = (filter: unknown, base: string): bigint =>
    lines
      .filter((line) => takes(filter as PlainFilter | undefined, line, money))
      .reduce((all, line) => all + countOf(line, base, (params['tax'] as string | undefined) ?? 'included'), 0n);
  switch (kind) {
    case 'min-basket':
      return total(params['lines'], String(params['base'])) >= stepsOf(String(params['min']), money);
    case 'max-basket':
      return total(params['of'], String(params['base'])) <= stepsOf(String(params['max']), money);
    case 'lines-include':
      return total(params['lines'], 'quantity') >= stepsOf((params['min'] as string | undefined) ?? '1', THOUSANDTHS);
    case 'lines-exclude':
      return !lines.some((line) => takes(params['none'] as PlainFilter, line, money));
    default:
      return OF_NO_GOODS.includes(kind) ? true : undefined;
  }
};

/** Asks the conditions on goods of a promotion that acted once: all its others are facts of the receipt, and held. */
export const goodsHold = (
  { conditions = [] }: PlainPromotion,
  lines: readonly PlainLine[],
  money: number,
): GoodsHold => {
  const answers = conditions.map(({ kind, params }) => holdsOf(kind, (params ?? {}) as Given, lines, money));
  if (answers.includes(false)) return 'fails';
  return answers.includes(undefined) ? 'unknown' : 'holds';
};
