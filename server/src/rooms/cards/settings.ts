import { indexByCode, indexById } from '../programs/index.ts';
import { liesIn, type Range } from './range.ts';

/** All ranges at one moment: few rows, held in memory. */
export type CardSettings = {
  /** By inner id, which comes from our own rows: an unknown one is a bug. */
  readonly range: (range: number) => Range;
  readonly rangeByCode: (tenant: number, code: string) => Range | undefined;
  readonly rangesOf: (tenant: number) => readonly Range[];
  /** The range in whose interval a number lies, open or closed; undefined for a number that no range has. */
  readonly rangeOf: (tenant: number, number: string) => Range | undefined;
};

/** The snapshot of what was read. */
export function createCardSettings(ranges: readonly Range[]): CardSettings {
  const byCode = indexByCode(ranges, (one) => one.tenant);
  return Object.freeze({
    range: indexById(ranges, (one) => one.range, 'range'),
    rangeByCode: byCode.find,
    rangesOf: byCode.list,
    rangeOf: (tenant: number, number: string) => byCode.list(tenant).find((one) => liesIn(one, number)),
  });
}
