import { asText } from '../acts/field.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { newCashOutThresholdSchema, newGiftRateSchema } from '../../../contract/giftcards.ts';
import { SecondPersonNotice } from '../acts/second-person.tsx';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { instantOf } from '../api/zone.ts';
import { Head } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { Quantity, useQuantityText } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { GiftArea } from './area.tsx';

type Rate = z.output<typeof newGiftRateSchema>;
type Threshold = z.output<typeof newCashOutThresholdSchema>;
const nowInstant = (value: unknown): string => instantOf(value) ?? new Date().toISOString();

/** Rates between currencies, and below which balance the rest of a card is paid out. */
export function RatesPage() {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const session = useOwnSession();
  const [act, setAct] = useState<Act>();
  const since = {
    name: 'inForceFrom',
    label: t('giftCards.inForceFrom'),
    hint: t('cards.fromHint'),
    kind: 'instant',
    send: nowInstant,
    refused: /past|date/,
  } as const;
  const rate: Act = {
    title: t('giftCards.newRate'),
    verb: t('giftCards.newRate'),
    what: 'POST /v1/gift-rates',
    changes: ['/v1/gift-rates'],
    fields: [
      { name: 'from', label: t('giftCards.rateFrom'), isRequired: true, refused: /from|currency/ },
      { name: 'to', label: t('giftCards.rateTo'), isRequired: true },
      { name: 'rate', label: t('giftCards.rate'), hint: t('giftCards.rateHint'), isRequired: true },
      since,
    ],
    effect: ({ from, to, rate: per }) => (
      <>
        {`1 ${asText(from || '…')} = ${asText(per || '…')} ${asText(to || '…')}`}
        <SecondPersonNotice text={t('second.always')} />
      </>
    ),
  };
  const threshold: Act = {
    title: t('giftCards.newThreshold'),
    verb: t('giftCards.newThreshold'),
    what: 'POST /v1/cash-out-thresholds',
    changes: ['/v1/cash-out-thresholds'],
    fields: [
      {
        name: 'jurisdiction',
        label: t('giftCards.jurisdiction'),
        hint: t('giftCards.jurisdictionHint'),
        isRequired: true,
      },
      { name: 'currency', label: t('cards.unit'), isRequired: true },
      { name: 'below', label: t('giftCards.below'), isRequired: true },
      {
        name: 'leftPercent',
        label: t('giftCards.leftPercent'),
        hint: t('giftCards.leftPercentHint'),
        kind: 'number',
        refused: /leftPercent/,
      },
      since,
    ],
    effect: () => <SecondPersonNotice text={t('second.looser')} />,
  };
  const maySet = may(session, 'settings:write');
  const button = (one: Act) =>
    maySet && (
      <Button size="xs" variant="default" onClick={() => setAct(one)}>
        {one.verb}
      </Button>
    );
  return (
    <GiftArea>
      <Head title={t('giftCards.rates')} under={t('giftCards.ratesWhy')} />
      <Section title={t('giftCards.ratesOnly')} acts={button(rate)}>
        <ResourceList<Rate>
          path="/v1/gift-rates"
          query={{}}
          keyOf={({ from, to, inForceFrom }) => from + to + inForceFrom}
          empty={t('giftCards.noRates')}
          columns={[
            { head: t('giftCards.rateFrom'), cell: ({ from }) => from },
            { head: t('giftCards.rateTo'), cell: ({ to }) => to },
            { head: t('giftCards.rate'), isFigure: true, cell: ({ rate: per }) => quantityText(per) },
            { head: t('giftCards.inForceFrom'), cell: ({ inForceFrom }) => <When at={inForceFrom} /> },
          ]}
        />
      </Section>
      <Section title={t('giftCards.thresholds')} acts={button(threshold)}>
        <ResourceList<Threshold>
          path="/v1/cash-out-thresholds"
          query={{}}
          keyOf={({ jurisdiction, currency, inForceFrom }) => jurisdiction + currency + inForceFrom}
          empty={t('giftCards.noThresholds')}
          columns={[
            { head: t('giftCards.jurisdiction'), cell: ({ jurisdiction }) => jurisdiction },
            {
              head: t('giftCards.below'),
              isFigure: true,
              cell: ({ below, currency }) => <Quantity value={below} unit={currency} />,
            },
            {
              head: t('giftCards.leftPercent'),
              isFigure: true,
              cell: ({ leftPercent }) => (leftPercent === undefined ? '' : `${leftPercent} %`),
            },
            { head: t('giftCards.inForceFrom'), cell: ({ inForceFrom }) => <When at={inForceFrom} /> },
          ]}
        />
      </Section>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </GiftArea>
  );
}
