import { Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instantOf, todayText } from '../api/zone.ts';
import { Head, Waiting } from '../acts/record.tsx';
import { byCode, useChoices, useThing } from '../acts/use-thing.ts';
import { useOutlet } from '../api/outlets.ts';
import { Moment } from '../kit/moment.tsx';
import { Section } from '../kit/section.tsx';
import { PromotionsArea, useProgram, useRulebookInForce, useTold } from './area.tsx';
import { dayOf, liveSpans } from './live-spans.ts';
import { usePartText } from './part-text.ts';
import { sentenceOf, type Offers, type Promotion, type Rulebook } from './promotion-types.ts';
import { DayInput, InstantInput } from '../kit/day-input.tsx';

const DAYS = 60;
const DAY_MS = 86_400_000;
const PERCENT = 100;

/** What is live where, and when: all promotions on a line of days, and those of one outlet at one moment. */
export function CalendarPage() {
  const { t } = useTranslation();
  const program = useProgram();
  const { asked, rulebook } = useRulebookInForce(program);
  const [from, setFrom] = useState(todayText());
  return (
    <PromotionsArea>
      <Head title={t('promotions.calendar')} under={t('promotions.calendarWhy')} />
      {program && <OutletNow program={program} />}
      <Section
        title={t('promotions.sixtyDays')}
        acts={
          <DayInput
            aria-label={t('promotions.from')}
            size="xs"
            value={from}
            onChange={(next) => next && setFrom(next)}
          />
        }
      >
        {rulebook ? <Days rulebook={rulebook} from={from} /> : <Waiting of={asked} />}
      </Section>
    </PromotionsArea>
  );
}

// What narrows a promotion down in time and place, beside its own days.
const WHEN_AND_WHERE = new Set([
  'weekday-in',
  'time-window',
  'date-window',
  'outlet-in',
  'outlet-group-in',
  'partner-in',
]);

/** On which weekdays, at which hours and where it is live, in the words of its conditions. */
function useNarrowed(): (promotion: Promotion) => string {
  const textOf = usePartText();
  const outletOf = useOutlet();
  return ({ conditions = [] }) =>
    conditions
      .filter(({ kind }) => WHEN_AND_WHERE.has(kind))
      .map(({ kind, params }) => {
        const { outlets } = (params ?? {}) as { outlets?: readonly string[] };
        return textOf(kind, outlets ? { ...params, outlets: outlets.map((one) => outletOf(one).name) } : params);
      })
      .join(', ');
}

function Days({ rulebook, from }: { readonly rulebook: Rulebook; readonly from: string }) {
  const { t, i18n } = useTranslation();
  const told = useTold();
  const start = dayOf(from);
  const at = (day: number): string => `${(Math.min(Math.max(day - start, 0), DAYS) / DAYS) * PERCENT}%`;
  const narrowed = useNarrowed();
  const shown = rulebook.promotions
    .map((promotion) => ({ promotion, spans: liveSpans(promotion, start, DAYS) }))
    .filter(({ spans }) => spans.length > 0);
  const format = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const whole = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' });
  const ticks = [0, 1, 2, 3].map((n) => start + (n * DAYS) / 4);
  if (shown.length === 0) return <Text c="dimmed">{t('promotions.nothingThen')}</Text>;
  return (
    <div className="days" role="list">
      <div className="days-head" aria-hidden>
        {ticks.map((day) => (
          <span key={day} style={{ left: at(day) }}>
            {format.format(new Date(day * DAY_MS))}
          </span>
        ))}
      </div>
      {shown.map(({ promotion, spans }) => (
        <div key={promotion.code} className="days-row" role="listitem" title={spanText(promotion, whole)}>
          <span className="days-name">
            {told(promotion.name) || promotion.code}
            <span className="days-when"> {spanText(promotion, whole)}</span>
            <span className="days-narrowed">{narrowed(promotion)}</span>
          </span>
          <span className="days-line">
            {spans.map((span) => (
              <span
                key={span.from}
                className="days-bar"
                style={{ left: at(span.from), right: `calc(100% - ${at(span.to)})` }}
              />
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

const spanText = ({ firstOn, lastOn }: Promotion, day: Intl.DateTimeFormat): string =>
  [firstOn, lastOn].map((date) => (date === undefined ? '…' : day.format(dayOf(date) * DAY_MS))).join(' – ');

function OutletNow({ program }: { readonly program: string }) {
  const { t } = useTranslation();
  const told = useTold();
  const outlets = useChoices('/v1/outlets', byCode);
  const [chosen, setChosen] = useState<string>();
  const [at, setAt] = useState<string | null>(null);
  const outlet = chosen ?? outlets[0]?.value;
  const asked = useThing<Offers>(outlet && `/v1/programs/${program}/offers`, { query: { outlet, at: instantOf(at) } });
  const offers = asked.data;
  // By the clock on the wall of the outlet, as promotions go.
  const { zone } = useOutlet()(outlet);
  return (
    <Section
      title={t('promotions.liveAt')}
      acts={
        <Group gap="xs" justify="flex-end">
          <Select
            size="xs"
            aria-label={t('partners.outlet')}
            data={[...outlets]}
            value={outlet ?? null}
            onChange={(next) => next && setChosen(next)}
            allowDeselect={false}
            searchable
          />
          <InstantInput
            size="xs"
            aria-label={`${t('promotions.offersAt')}: ${at?.slice(0, 16) ?? t('promotions.now')}`}
            placeholder={t('promotions.now')}
            // It is read like a value here: nothing chosen means now.
            styles={{ placeholder: { color: 'var(--ink-soft)' } }}
            value={at}
            onChange={setAt}
            clearable
            miw={150}
          />
        </Group>
      }
    >
      {!offers && <Waiting of={asked} />}
      {offers && (
        <Stack gap="xs">
          {zone !== undefined && (
            <Text size="xs" c="dimmed">
              {t('promotions.byClockOf', { zone })}
            </Text>
          )}
          {offers.live.length === 0 && <Text c="dimmed">{t('promotions.nothingLive')}</Text>}
          {offers.live.map((offer) => (
            <Group key={offer.promotion} justify="space-between" wrap="nowrap" align="flex-start" className="offer">
              <div>
                <Text size="sm" fw={500}>
                  {told(offer.name) || offer.promotion}
                </Text>
                <Text size="sm" c="dimmed">
                  {sentenceOf(offer.promotion, told(offer.text))}
                </Text>
              </div>
              <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
                {offer.until ? <Moment at={offer.until} zone={zone} /> : t('promotions.noEnd')}
              </Text>
            </Group>
          ))}
          {offers.next.length > 0 && (
            <Text size="sm" fw={600}>
              {t('promotions.next')}
            </Text>
          )}
          {offers.next.map((offer) => (
            <Text key={offer.promotion + offer.from} size="sm">
              <Moment at={offer.from} zone={zone} /> · {told(offer.name) || offer.promotion}
            </Text>
          ))}
        </Stack>
      )}
    </Section>
  );
}
