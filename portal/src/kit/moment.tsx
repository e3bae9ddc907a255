import { useTranslation } from 'react-i18next';

type MomentProps = {
  readonly at: string;
  /** Of the outlet; the viewer's own when left out. */
  readonly zone?: string | undefined;
  readonly only?: 'date' | 'time';
};

/** A point in time as clocks of the zone show it; the zone is named on hover. */
export function Moment({ at, zone, only }: MomentProps) {
  const { i18n } = useTranslation();
  const parts: Intl.DateTimeFormatOptions = {
    ...(only !== 'time' && { dateStyle: 'medium' as const }),
    ...(only !== 'date' && { timeStyle: 'short' as const }),
    ...(zone !== undefined && { timeZone: zone }),
  };
  const format = new Intl.DateTimeFormat(i18n.language, parts);
  const exact = new Intl.DateTimeFormat(i18n.language, {
    ...{ dateStyle: 'full', timeStyle: 'medium' },
    ...(zone !== undefined && { timeZone: zone }),
  });
  const date = new Date(at);
  return (
    <time dateTime={at} title={`${exact.format(date)} · ${zone ?? exact.resolvedOptions().timeZone}`}>
      {format.format(date)}
    </time>
  );
}

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
