import { Group, Select, Stack, Text } from '@mantine/core';
import { DateInput, DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instantOf } from '../acts/fields.tsx';
import { Head, Waiting } from '../acts/record.tsx';
import { byCode, useChoices, useThing } from '../acts/use-thing.ts';
import { useOutlet } from '../api/outlets.ts';
import { Moment } from '../kit/moment.tsx';
import { Section } from '../kit/section.tsx';
import { PromotionsArea, useProgram, useRulebookInForce, useTold } from './area.tsx';
import { sentenceOf, todayText, type Offers, type Promotion, type Rulebook } from './promotion-types.ts';

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
          <DateInput
            aria-label={t('promotions.from')}
            size="xs"
            value={from}
            onChange={(next) => next && setFrom(next)}
            valueFormat="YYYY-MM-DD"
          />
        }
      >
        {rulebook ? <Days rulebook={rulebook} from={from} /> : <Waiting of={asked} />}
      </Section>
    </PromotionsArea>
  );
}

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

function Days({ rulebook, from }: { readonly rulebook: Rulebook; readonly from: string }) {
  const { t, i18n } = useTranslation();
  const told = useTold();
  const start = dayOf(from);
  const at = (day: number): string => `${(Math.min(Math.max(day - start, 0), DAYS) / DAYS) * PERCENT}%`;
  const shown = rulebook.promotions.filter(
    ({ firstOn, lastOn }) => dayOf(firstOn) < start + DAYS && (lastOn === undefined || dayOf(lastOn) >= start),
  );
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
      {shown.map((promotion) => (
        <div key={promotion.code} className="days-row" role="listitem" title={spanText(promotion, whole)}>
          <span className="days-name">
            {told(promotion.name) || promotion.code}
            <span className="days-when"> {spanText(promotion, whole)}</span>
          </span>
          <span className="days-line">
            <span
              className="days-bar"
              style={{
                left: at(dayOf(promotion.firstOn)),
                right: `calc(100% - ${promotion.lastOn ? at(dayOf(promotion.lastOn) + 1) : '100%'})`,
              }}
            />
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
          <DateTimePicker
            size="xs"
            aria-label={`${t('promotions.offersAt')}: ${at?.slice(0, 16) ?? t('promotions.now')}`}
            placeholder={t('promotions.now')}
            // It is read like a value here: nothing chosen means now.
            styles={{ placeholder: { color: 'var(--ink-soft)' } }}
            value={at}
            onChange={setAt}
            valueFormat="YYYY-MM-DD HH:mm"
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
