import { useTranslation } from 'react-i18next';
import { addDecimals } from '../kit/decimal.ts';
import { Day } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import type { Block, Contract } from './funding-types.ts';

type Sums = { readonly points: string; readonly used: string; readonly reserved: string; readonly left: string };

/** What a contract may give and has given: its blocks, or its limit in the period of today; undefined where nothing bounds it. */
export const boundsOf = ({ blocks, limit }: Contract): Sums | undefined => limit ?? sumOf(blocks);

/** All blocks of a contract together, exact to the last decimal; undefined where it has none. */
export const sumOf = (blocks: readonly Block[]): Sums | undefined =>
  blocks.reduce<Sums | undefined>(
    (sum, { points, used, reserved, left }) =>
      sum === undefined
        ? { points, used, reserved, left }
        : {
            points: addDecimals(sum.points, points),
            used: addDecimals(sum.used, used),
            reserved: addDecimals(sum.reserved, reserved),
            left: addDecimals(sum.left, left),
          },
    undefined,
  );

type DaysProps = { readonly of: { readonly firstOn: string; readonly lastOn?: string | undefined } };

/** First and last day; an open end says so. */
export function Days({ of: { firstOn, lastOn } }: DaysProps) {
  const { t } = useTranslation();
  return (
    <span className="one-line">
      <Day date={firstOn} /> – {lastOn === undefined ? t('funding.noEnd') : <Day date={lastOn} />}
    </span>
  );
}

type PriceProps = { readonly contract: Contract; readonly currency: string };

/** What so many points cost whoever pays for them. */
export function Price({ contract: { price, unit }, currency }: PriceProps) {
  return (
    <span className="one-line">
      <Quantity value={price.points} unit={unit} /> = <Quantity value={price.money} unit={currency} />
    </span>
  );
}
