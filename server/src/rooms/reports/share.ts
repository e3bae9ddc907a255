import { assert } from '../../kernel/assert.ts';
import type { TotalRow } from './read/totals.ts';

export const FIGURES = ['operations', 'amount', 'earned', 'spent', 'loaded', 'expired', 'changed'] as const;
export type FigureName = (typeof FIGURES)[number];

/** What an estimate was made from, and how far it may be off. */
export type Share = {
  /** The part of all lines that was looked at: more than 0 and less than 1. */
  readonly fraction: number;
  /** As rows of totals: three standard errors of each figure, beyond which the truth lies in less than one of a hundred cases. */
  readonly within: readonly TotalRow[];
};

/** The lines of one part that were looked at, and what was found among them. */
export type Part = { readonly lines: number; readonly rows: readonly TotalRow[] };

const STANDARD_ERRORS = 3;

/** Three standard errors, as whole as the figure is. */
export const withinOf = (variance: number): bigint => BigInt(Math.ceil(STANDARD_ERRORS * Math.sqrt(variance)));

/** Rows of several parts as one for each unit and currency. */
export const together = (parts: readonly { readonly rows: readonly TotalRow[] }[]): TotalRow[] =>
  [
    ...Map.groupBy(
      parts.flatMap(({ rows }) => rows),
      keyOf,
    ).values(),
  ].map((rows) => fromFigures(rows[0], (name) => rows.reduce((sum, row) => sum + row[name], 0n)));

/**
 * Totals of `linesOfAll` lines in `partsOfAll` parts, out of some parts that lie evenly among them: each figure as often per line as it was
 * met. How far that may be off is told by how much the parts differ from each other.
 */
export function estimateOf(
  parts: readonly Part[],
  partsOfAll: number,
  linesOfAll: number,
): Share & { readonly rows: readonly TotalRow[] } {
  assert(parts.length > 1, 'one part says nothing of how much parts differ');
  const linesRead = parts.reduce((sum, { lines }) => sum + lines, 0);
  const ofPart = parts.map(({ rows }) => new Map(rows.map((row) => [keyOf(row), row])));
  // What was read is certain, so the nearer it comes to all, the less is left to be off.
  const scale = (partsOfAll * (partsOfAll - parts.length)) / (parts.length * (parts.length - 1));
  const found = together(parts);
  const within = found.map((row) =>
    fromFigures(row, (name) => {
      const perLine = Number(row[name]) / linesRead;
      const spread = parts.reduce(
        (sum, { lines }, n) => sum + (Number(ofPart[n].get(keyOf(row))?.[name] ?? 0n) - perLine * lines) ** 2,
        0,
      );
      return withinOf(scale * spread);
    }),
  );
  const rows = found.map((row) => fromFigures(row, (name) => (row[name] * BigInt(linesOfAll)) / BigInt(linesRead)));
  return { rows, within, fraction: linesRead / linesOfAll };
}

const keyOf = ({ unit, currency }: TotalRow): string => `${unit}/${currency}`;

/** A row with a figure for each name. */
export const fromFigures = (
  { unit, currency }: Pick<TotalRow, 'unit' | 'currency'>,
  figure: (name: FigureName) => bigint,
): TotalRow => ({
  ...(Object.fromEntries(FIGURES.map((name) => [name, figure(name)])) as Record<FigureName, bigint>),
  unit,
  currency,
});
