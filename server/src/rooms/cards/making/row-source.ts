import { isoFromInstant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Programs } from '../../programs/index.ts';
import type { Range } from '../range.ts';
import type { RangeFacts } from './csv/range-facts.ts';
import type { RowReaderOptions } from './csv/read-rows.ts';
import type { Making } from './making.ts';

/** What a range means for a row. */
export function rangeFacts(range: Range, programs: Pick<Programs, 'settings'>): RangeFacts {
  const unit = range.unit === undefined ? undefined : programs.settings().unit(range.unit);
  return { ...range, unit };
}

/**
 * By what the rows of a file are read. The same whenever it is read: a date that was good when the file came does not turn bad
 * between check and making.
 */
export function readingOf(
  making: Making,
  range: Range,
  programs: Pick<Programs, 'settings'>,
): Omit<RowReaderOptions, 'encoding'> {
  return {
    range: rangeFacts(range, programs),
    defaultCountry: programs.settings().tenant(making.tenant).defaultCountry,
    today: isoFromInstant(making.requestedAt).slice(0, 10) as LocalDate,
    decimalSign: making.told.decimalSign,
    separator: making.told.separator,
  };
}
