import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { readableDecimal } from '../kit/decimal.ts';
import type { Both } from './simulation-types.ts';

/** Until it is known how wide the screen is. */
const WIDTH_FIRST = 720;
const HEIGHT = 200;
const LEFT = 58;
const BOTTOM = 20;
const TOP = 8;
const TICKS = 4;
/** So many pixels a date takes. */
const LABEL = 70;
const GAP = 0.25;

export type ChartRow = { readonly key: string; readonly both: Both };

/** The first round number (1, 2, 2.5 or 5 times a power of ten) from which so many even steps reach the top. */
export const stepOf = (top: number): number => {
  const least = top / TICKS || 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 2.5, 5, 10].find((one) => one * power >= least) ?? 10);
};

type Props = { readonly rows: readonly ChartRow[]; readonly label: string; readonly unit: string };

/** Two bars a day: what the version in force gives, and beside it the draft. The table below it says the same in figures. */
export function DayChart({ rows, label, unit }: Props) {
  const { t, i18n } = useTranslation();
  const { ref, width: seen } = useElementSize<HTMLElement>();
  const whole = Math.max(Math.round(seen) || WIDTH_FIRST, LEFT + LABEL);
  // Pixels need no exact decimals; whatever is read as a figure stays decimal text.
  const top = Math.max(...rows.flatMap(({ both }) => [Number(both.draft), Number(both.today)]), 0);
  const step = stepOf(top);
  const highest = Math.max(Math.ceil(top / step) * step, step);
  const y = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.max(value, 0) / highest);
  const width = (whole - LEFT) / Math.max(rows.length, 1);
  const bar = (width * (1 - GAP)) / 2;
  const every = Math.max(1, Math.ceil(LABEL / width));
  const axis = new Intl.NumberFormat(i18n.language, { notation: 'compact', maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const told = (text: string): string => `${readableDecimal(text, i18n.language)} ${unit}`;
  return (
    <figure className="sim-chart" ref={ref}>
      <figcaption className="sim-key">
        <span>
          <i className="sim-today" /> {t('promotions.today')}
        </span>
        <span>
          <i className="sim-draft" /> {t('promotions.draft')}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${whole} ${HEIGHT}`} role="img" aria-label={label}>
        {Array.from({ length: Math.round(highest / step) + 1 }, (_, n) => n * step).map((value) => (
          <g key={value}>
            <line className="sim-grid" x1={LEFT} x2={whole} y1={y(value)} y2={y(value)} />
            <text className="sim-text" x={LEFT - 8} y={y(value) + 4} textAnchor="end">
              {axis.format(value)}
            </text>
          </g>
        ))}
        {rows.map(({ key, both }, n) => (
          <g key={key}>
            <title>{`${key}: ${t('promotions.today')} ${told(both.today)}, ${t('promotions.draft')} ${told(both.draft)}`}</title>
            <rect className="sim-hit" x={LEFT + n * width} y={TOP} width={width} height={HEIGHT - TOP - BOTTOM} />
            <rect
              className="sim-today"
              x={LEFT + n * width + (width * GAP) / 2}
              width={bar}
              y={y(Number(both.today))}
              height={y(0) - y(Number(both.today))}
            />
            <rect
              className="sim-draft"
              x={LEFT + n * width + (width * GAP) / 2 + bar}
              width={bar}
              y={y(Number(both.draft))}
              height={y(0) - y(Number(both.draft))}
            />
            {n % every === 0 && (
              <text className="sim-text" x={LEFT + n * width} y={HEIGHT - 5}>
                {day.format(new Date(`${key}T00:00:00Z`))}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}
