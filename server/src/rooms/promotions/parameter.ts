import { z } from 'zod';
import { parseLocalDate } from '../../kernel/local-date.ts';
import type { LocalDate, Weekday } from '../../kernel/local-date.ts';
import { parseRate } from '../../kernel/rate.ts';
import { readableNumber } from '../../kernel/readable.ts';
import { ROUNDINGS } from '../../kernel/rounding.ts';
import { SPAN_DAYS_MAX, SPAN_MONTHS_MAX, SPAN_YEARS_MAX } from '../../kernel/validity.ts';
import type { ActivationDelay, Validity } from '../../kernel/validity.ts';
import type { Language } from './language.ts';

// The parameters that several kinds share. All are JSON with quantities as decimal texts, since a rulebook is kept,
// compared and shown as it was published.

/** A quantity in its unit, `12.50`. How many decimals it may have is known only where its unit is. */
export const quantityText = z
  .string()
  .regex(/^(0|[1-9]\d{0,15})(\.\d{1,4})?$/, 'is no plain decimal like 12.50')
  .describe('decimal text');

/** A day of the calendar, `2026-11-22`. */
export const dateText = z
  .string()
  .refine((text) => parseLocalDate(text) !== undefined, 'is no day like 2026-11-22')
  .transform((text) => text as LocalDate)
  .meta({ format: 'date' });

/** A short name from outside: an outlet, a tier, a channel. */
export const codeText = z.string().min(1).max(64);

/** A list of short names of which any will do. */
export const codeList = z.array(codeText).min(1).max(10_000);

export const roundingText = z.enum(ROUNDINGS as ['floor', 'ceiling', 'half_up', 'half_even']);

/** Whether each line is rounded, or the receipt once, its points then shared over the lines by largest remainder. */
export const perText = z.enum(['line', 'receipt']);

/** A factor, `1.5` or `3/2`. */
export const factorText = z.string().refine((text) => parseRate(text).ok, 'is no factor like 1.5 or 3/2');

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const weekdayText = z.enum(WEEKDAYS);
export type WeekdayName = z.output<typeof weekdayText>;

/** 1 for monday to 7 for sunday. */
export const weekdayNumber = (name: WeekdayName): Weekday => (WEEKDAYS.indexOf(name) + 1) as Weekday;

const WEEKDAY_WORDS: Readonly<Record<Language, readonly string[]>> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  es: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
};

/** Weekdays in words. */
export const weekdaysText = (names: readonly WeekdayName[], language: Language): string =>
  names.map((name) => WEEKDAY_WORDS[language][weekdayNumber(name) - 1]).join(', ');

/** The days of a rule, each week anew: Spanish says them in the plural. */
export const onWeekdaysText = (names: readonly WeekdayName[], language: Language): string =>
  names
    .map((name) => weekdaysText([name], language))
    .map((word) => (language === 'es' && !word.endsWith('s') ? `${word}s` : word))
    .join(', ');

/** A minute of the day on the outlet's wall, `00:00` to `24:00`. */
export const minuteText = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'is no time like 18:30');

/** Minutes since midnight of `18:30`. */
export const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** `18:30` of minutes since midnight. */
export const minuteAsText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const days = z.strictObject({ days: z.int().min(0).max(SPAN_DAYS_MAX) });
const months = z.strictObject({ months: z.int().min(0).max(SPAN_MONTHS_MAX) });
const years = z.strictObject({ years: z.int().min(0).max(SPAN_YEARS_MAX) });
const hours = z.strictObject({
  hours: z
    .int()
    .min(0)
    .max(SPAN_DAYS_MAX * 24),
});

/** How long points wait before they can be spent. */
export const activationSchema: z.ZodType<ActivationDelay> = z.union([z.literal('none'), hours, days, months, years]);

/** How long points are valid once they are active. */
export const validitySchema: z.ZodType<Validity> = z.union([
  z.literal('never'),
  z.strictObject({ fixedOn: dateText }),
  z.strictObject({
    after: z.union([days, months, years]),
    roundTo: z.enum(['day', 'month', 'quarter', 'half_year', 'year']).exactOptional(),
  }),
]);

/** Names in a sentence, the first few of a long list. */
export const namesText = (names: readonly (string | number | boolean)[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')}, … (${names.length})`;

const RANGES: Readonly<Record<Language, { from: string; to: string; both: string }>> = {
  en: { from: '{from} or more', to: 'up to {to}', both: '{from} to {to}' },
  es: { from: '{from} o más', to: 'hasta {to}', both: 'de {from} a {to}' },
};

/** A range in words, open at either end. */
export const rangeText = (from: number | undefined, to: number | undefined, language: Language): string =>
  RANGES[language][from === undefined ? 'to' : to === undefined ? 'from' : 'both']
    .replace('{from}', readableNumber(String(from), language))
    .replace('{to}', to === undefined ? '…' : readableNumber(String(to), language));

/** Percent, `10` or `12.5`. */
export const percentText = z.string().regex(/^(0|[1-9]\d{0,2})(\.\d{1,4})?$/, 'is no percentage like 12.5');
