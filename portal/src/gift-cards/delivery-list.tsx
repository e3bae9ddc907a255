import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useOutlet } from '../api/outlets.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Moment } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { ResourceList, type Column } from '../list/resource-list.tsx';
import type { Delivery } from './gift-types.ts';

/** What is queued goes out within a moment; until then the list looks again. */
const WHILE_QUEUED_MS = 1_500;

/** Deliveries of one card. */
export function CardDeliveries({ card }: { readonly card: string }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  if (!may(session, 'deliveries:manage')) return <Text size="sm">{t('giftCards.notYours')}</Text>;
  return <DeliveryList query={{ card }} empty={t('giftCards.noDeliveries')} />;
}

type ListProps = {
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Said in place of no rows, where nobody chose the filter; else that nothing fits it. */
  readonly empty?: string;
  /** Beside other things: without what is the same in every row, and without what is seldom asked. */
  readonly isShort?: boolean;
};

/** Deliveries, each with what an agent does about it: send it again, take the card back. */
export function DeliveryList({ query, empty, isShort = false }: ListProps) {
  const { t } = useTranslation();
  const go = useGo();
  const [act, setAct] = useState<Act>();
  // Beside other things it keeps their clock.
  const { zone } = useOutlet()(undefined);
  const actOf = (delivery: string, verb: 'resend' | 'withdraw'): Act => ({
    title: t(`giftCards.${verb}`),
    verb: t(`giftCards.${verb}`),
    what: `POST /v1/gift-card-deliveries/${delivery}/${verb}`,
    changes: ['/v1/gift-card-deliveries'],
    isDangerous: verb === 'withdraw',
    effect: () => t(`giftCards.${verb}Why`),
  });
  const to: Column<Delivery> = {
    head: t('giftCards.to'),
    cell: ({ phone }) => <span className="mono">{phone}</span>,
  };
  const rare: readonly Column<Delivery>[] = [
    { head: t('giftCards.sends'), isFigure: true, cell: ({ sends }) => sends },
    {
      head: t('giftCards.why'),
      cell: ({ reason, route }) => {
        const why = reason ?? route;
        return why === undefined ? '—' : t(`giftCards.ways.${why}`, why);
      },
    },
  ];
  return (
    <Stack>
      <ResourceList<Delivery>
        label={t('giftCards.deliveries')}
        path="/v1/gift-card-deliveries"
        query={query}
        keyOf={({ delivery }) => delivery}
        onOpen={({ card }) => go(`/gift-cards/desk/${card}`)}
        empty={empty ?? t('giftCards.noDeliveries')}
        {...(empty !== undefined && { isChosen: false })}
        everyMs={(rows) => (rows.some(({ state }) => state === 'queued') ? WHILE_QUEUED_MS : false)}
        columns={[
          ...(isShort ? [] : [to]),
          {
            head: t('giftCards.amount'),
            isFigure: true,
            cell: ({ amount, unit }) => <Quantity value={amount} unit={unit} />,
          },
          { head: t('cards.state'), cell: ({ state }) => <State is={state} /> },
          ...(isShort ? [] : rare),
          {
            head: t('giftCards.when'),
            cell: ({ stateAt }) => (isShort ? <Moment at={stateAt} zone={zone} /> : <When at={stateAt} />),
          },
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
