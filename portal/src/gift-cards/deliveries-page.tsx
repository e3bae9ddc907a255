import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { Quantity } from '../kit/quantity.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { GiftArea } from './area.tsx';
import type { Delivery } from './gift-types.ts';

/** What is queued goes out within a moment; until then the list looks again. */
const WHILE_QUEUED_MS = 1_500;
const STATES = ['', 'queued', 'sent', 'delivered', 'opened', 'claimed', 'failed', 'withdrawn'] as const;

/** Gift cards on their way to phones. */
export function DeliveriesPage() {
  const { t } = useTranslation();
  const [state, setState] = useState('');
  return (
    <GiftArea>
      <Head title={t('giftCards.deliveries')} under={t('giftCards.deliveriesWhy')} />
      <SegmentedControl
        size="xs"
        value={state}
        onChange={setState}
        data={STATES.map((value) => ({ value, label: value === '' ? t('act.any') : t(`state.${value}`) }))}
        style={{ overflowX: 'auto', maxWidth: '100%' }}
      />
      <DeliveryList query={{ state: state || undefined }} />
    </GiftArea>
  );
}

/** Deliveries of one card. */
export function CardDeliveries({ card }: { readonly card: string }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  if (!may(session, 'deliveries:manage')) return <Text size="sm">{t('giftCards.notYours')}</Text>;
  return <DeliveryList query={{ card }} />;
}

function DeliveryList({ query }: { readonly query: Readonly<Record<string, string | undefined>> }) {
  const { t } = useTranslation();
  const go = useGo();
  const [act, setAct] = useState<Act>();
  const actOf = (delivery: string, verb: 'resend' | 'withdraw'): Act => ({
    title: t(`giftCards.${verb}`),
    verb: t(`giftCards.${verb}`),
    what: `POST /v1/gift-card-deliveries/${delivery}/${verb}`,
    changes: ['/v1/gift-card-deliveries'],
    isDangerous: verb === 'withdraw',
    effect: () => t(`giftCards.${verb}Why`),
  });
  return (
    <Stack>
      <ResourceList<Delivery>
        path="/v1/gift-card-deliveries"
        query={query}
        keyOf={({ delivery }) => delivery}
        onOpen={({ card }) => go(`/gift-cards/desk/${card}`)}
        empty={t('giftCards.noDeliveries')}
        everyMs={(rows) => (rows.some(({ state }) => state === 'queued') ? WHILE_QUEUED_MS : false)}
        columns={[
          { head: t('giftCards.to'), cell: ({ phone }) => <span className="mono">{phone}</span> },
          {
            head: t('giftCards.amount'),
            isFigure: true,
            cell: ({ amount, unit }) => <Quantity value={amount} unit={unit} />,
          },
          { head: t('cards.state'), cell: ({ state }) => <State is={state} /> },
          { head: t('giftCards.sends'), isFigure: true, cell: ({ sends }) => sends },
          { head: t('giftCards.why'), cell: ({ reason, route }) => reason ?? route ?? '—' },
          { head: t('giftCards.when'), cell: ({ stateAt }) => <When at={stateAt} /> },
          {
            head: t('giftCards.do'),
            cell: ({ delivery, state }) =>
              state === 'claimed' || state === 'withdrawn' ? null : (
                <Group gap={6} wrap="nowrap" onClick={(event) => event.stopPropagation()}>
                  <Button size="compact-xs" variant="default" onClick={() => setAct(actOf(delivery, 'resend'))}>
                    {t('giftCards.resend')}
                  </Button>
                  <Button size="compact-xs" variant="default" onClick={() => setAct(actOf(delivery, 'withdraw'))}>
                    {t('giftCards.withdraw')}
                  </Button>
                </Group>
              ),
          },
        ]}
      />
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}
