import { useId } from 'react';

export type HourPoint = { readonly hour: number; readonly today: number; readonly usual: number };

type HourChartProps = {
  /** What the chart says in a sentence, for whoever hears the screen. */
  readonly summary: string;
  readonly hours: readonly HourPoint[];
  /** The hour that is not over yet; later ones have no bar. */
  readonly upTo: number;
  readonly hasUsual: boolean;
  readonly format: (value: number) => string;
  /** Of things that are counted, which have no halves. */
  readonly isCount?: boolean;
};

const WIDTH = 480;
const HEIGHT = 150;
// So wide that a compact figure stands there whole in the larger letters of a phone.
const LEFT = 56;
const BOTTOM = 20;
const TOP = 8;
const HOURS = 24;
const HOURS_PER_LABEL = 6;
const STEPS = [1, 2, 2.5, 5, 10];

/** The next number up that people count in: 1, 2, 2.5 or 5 with noughts. */
export function roundUp(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return (STEPS.find((step) => step * power >= value) ?? 10) * power;
}

/** The hours of a day as bars, the usual day as a line over them. Drawn in doubles, which only shape it: figures stand beside as text. */
export function HourChart({ summary, hours, upTo, hasUsual, format, isCount = false }: HourChartProps) {
  const id = useId();
  const top = roundUp(Math.max(1, ...hours.flatMap(({ today, usual }) => [today, usual])));
  const step = (WIDTH - LEFT) / HOURS;
  const x = (hour: number): number => LEFT + hour * step;
  const y = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.max(0, value) / top);
  const line = hours.map(({ hour, usual }) => `${x(hour)},${y(usual)} ${x(hour + 1)},${y(usual)}`).join(' ');
  return (
    <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
      <title id={id}>{summary}</title>
      {[0, ...(isCount && top % 2 !== 0 ? [] : [top / 2]), top].map((value) => (
        <g key={value}>
          <line className="chart-grid" x1={LEFT} x2={WIDTH} y1={y(value)} y2={y(value)} />
          <text className="chart-text" x={LEFT - 6} y={y(value) + 4} textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {hours
        .filter(({ hour }) => hour <= upTo)
        .map(({ hour, today }) => (
          <rect
            key={hour}
            className="chart-bar"
            data-now={hour === upTo}
            x={x(hour) + 2}
            width={step - 4}
            y={y(today)}
            height={y(0) - y(today)}
          />
        ))}
      {hasUsual && <polyline className="chart-line" points={line} />}
      {Array.from({ length: HOURS / HOURS_PER_LABEL + 1 }, (_, n) => n * HOURS_PER_LABEL).map((hour) => (
        <text
          key={hour}
          className="chart-text"
          x={x(hour)}
          y={HEIGHT - 4}
          textAnchor={hour === 0 ? 'start' : hour === HOURS ? 'end' : 'middle'}
        >
          {String(hour).padStart(2, '0')}
        </text>
      ))}
    </svg>
  );
}
