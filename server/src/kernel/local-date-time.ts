import { parseLocalDate } from './local-date.ts';
import type { LocalDate } from './local-date.ts';

/** What a clock on some wall shows: a till's time without an offset. Only a zone makes an instant of it. */
export type LocalDateTime = {
  readonly date: LocalDate;
  /** Microseconds shown since 00:00, below 24 h; on days of 23 or 25 hours this is not the time passed. */
  readonly microsecondOfDay: number;
};

const LOCAL_TEXT = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/;

/**
 * Reads `2026-11-22T03:49:23.123` or with a blank for the T, seconds optional; digits past the microsecond are cut off.
 * Undefined for anything malformed, for text with an offset, and for 24:00 and leap seconds.
 */
export const parseLocalDateTime = (text: string): LocalDateTime | undefined => {
  const parts = LOCAL_TEXT.exec(text);
  if (parts === null) return undefined;
  const date = parseLocalDate(parts[1] as string);
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4] ?? '0')];
  if (date === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((parts[5] ?? '').padEnd(6, '0').slice(0, 6));
  return { date, microsecondOfDay: (hour * 3_600 + minute * 60 + second) * 1_000_000 + fraction };
};
