import { useId } from 'react';

export type HourPoint = { readonly hour: number; readonly today: number; readonly usual: number };

type HourChartProps = {
  /** What the chart says in a sentence, for whoever hears the screen. */
  readonly summary: string;
  readonly hours: readonly HourPoint[];
  /** The hour that is not over yet; later ones have no bar. */
  readonly upTo: number;
  /** At which hour the day begins: that one is drawn first. */
  readonly beginsAt: number;
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

/** Where an hour stands in a day that begins at another than midnight. */
export const placeOf = (hour: number, beginsAt: number): number => (hour - beginsAt + HOURS) % HOURS;

/** The hours as the day has them. */
export const inOrder = <Point extends { readonly hour: number }>(hours: readonly Point[], beginsAt: number): Point[] =>
  hours.toSorted((one, other) => placeOf(one.hour, beginsAt) - placeOf(other.hour, beginsAt));

// A day from midnight ends at 24; any other where it began.
const hourText = (place: number, beginsAt: number): string => {
  const hour = beginsAt === 0 ? place : (beginsAt + place) % HOURS;
  return String(hour).padStart(2, '0');
};

/** The hours of a day as bars, the usual day as a line over them. Drawn in doubles, which only shape it: figures stand beside as text. */
export function HourChart({ summary, hours, upTo, beginsAt, hasUsual, format, isCount = false }: HourChartProps) {
  const id = useId();
  const top = roundUp(Math.max(1, ...hours.flatMap(({ today, usual }) => [today, usual])));
  const step = (WIDTH - LEFT) / HOURS;
  const x = (place: number): number => LEFT + place * step;
  const placed = inOrder(hours, beginsAt);
  const reached = placeOf(upTo, beginsAt);
  const y = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.max(0, value) / top);
  const line = placed.map(({ usual }, place) => `${x(place)},${y(usual)} ${x(place + 1)},${y(usual)}`).join(' ');
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
      {placed.slice(0, reached + 1).map(({ hour, today }, place) => (
        <rect
          key={hour}
          className="chart-bar"
          data-now={place === reached}
          x={x(place) + 2}
          width={step - 4}
          y={y(today)}
          height={y(0) - y(today)}
        />
      ))}
      {hasUsual && <polyline className="chart-line" points={line} />}
      {Array.from({ length: HOURS / HOURS_PER_LABEL + 1 }, (_, n) => n * HOURS_PER_LABEL).map((place) => (
        <text
          key={place}
          className="chart-text"
          x={x(place)}
          y={HEIGHT - 4}
          textAnchor={place === 0 ? 'start' : place === HOURS ? 'end' : 'middle'}
        >
          {hourText(place, beginsAt)}
        </text>
      ))}
    </svg>
  );
}
