import { useTranslation } from 'react-i18next';
import { useHomeZone } from '../api/zone.ts';

type MomentProps = {
  readonly at: string;
  /** Of the outlet; that of the house when left out. */
  readonly zone?: string | undefined;
  readonly only?: 'date' | 'time';
};

/**
 * A point in time as clocks of the zone show it. The zone of the house is named once on each page (`page-zone.tsx`); another one stands
 * beside its time, and each on hover.
 */
export function Moment({ at, zone, only }: MomentProps) {
  const home = useHomeZone();
  const timeZone = zone ?? home;
  const { i18n } = useTranslation();
  const parts: Intl.DateTimeFormatOptions = {
    ...(only !== 'time' && { dateStyle: 'medium' as const }),
    ...(only !== 'date' && { timeStyle: 'short' as const }),
    timeZone,
  };
  const format = new Intl.DateTimeFormat(i18n.language, parts);
  const exact = new Intl.DateTimeFormat(i18n.language, {
    ...{ dateStyle: 'full', timeStyle: 'medium' },
    timeZone,
  });
  const date = new Date(at);
  return (
    <time dateTime={at} title={`${exact.format(date)} · ${timeZone}`}>
      {format.format(date)}
      {timeZone !== home && only !== 'date' && <small> {shortZone(i18n.language, date, timeZone)}</small>}
    </time>
  );
}

const shortZone = (language: string, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

const LAST_MOMENT_MS = 1;

/** The last day of something that ends at an instant: what ends at midnight can be used through the day before. */
export const LastDay = ({ end, zone }: { readonly end: string; readonly zone?: string | undefined }) => (
  <Moment at={new Date(new Date(end).getTime() - LAST_MOMENT_MS).toISOString()} zone={zone} only="date" />
);

/** A day of a calendar, which has no zone. */
export function Day({ date }: { readonly date: string }) {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' });
  return <time dateTime={date}>{format.format(new Date(`${date}T00:00:00Z`))}</time>;
}
