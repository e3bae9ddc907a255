import { Button, Menu, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Figures, Head, Parts, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { WaitingOf } from '../approvals/waiting-of.tsx';
import { useThing } from '../acts/use-thing.ts';
import { ask } from '../api/ask.ts';
import { useProgramName } from '../api/names.ts';
import { may, useOwnSession } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { GiftArea } from './area.tsx';
import { CardDeliveries } from './delivery-list.tsx';
import { useGiftActs } from './gift-acts.tsx';
import { GiftHistory } from './gift-history.tsx';
import type { GiftBalance, GiftCard, GiftOperation } from './gift-types.ts';
import { TillPlacePicker, useAskedPlace, useTillPlace } from './till-place.tsx';

/** A gift card: what stands on it, what of that can be spent, what became of it, and everything that can be done about it. */
export function GiftCardPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const { card: id } = useParams({ strict: false }) as { card: string };
  const [place] = useTillPlace();
  const askedAt = useAskedPlace();
  const [act, setAct] = useState<Act<GiftOperation>>();
  const card = useThing<GiftCard>(may(session, 'members:read') ? `/v1/cards/${id}` : undefined);
  const asked = useQuery({
    queryKey: ['gift-balance', id, askedAt],
    queryFn: () => ask<{ balance: GiftBalance }>('POST /v1/gift-cards/balance', { body: { ...askedAt, card: { id } } }),
    enabled: askedAt !== undefined,
  });
  const balance = asked.data?.balance;
  const [first, ...others] = useGiftActs(place, id, balance);
  return (
    <GiftArea>
      <Head
        title={card.data?.masked ?? t('giftCards.card')}
        state={card.data?.state ?? balance?.state}
        back={{ to: '/gift-cards', label: t('giftCards.desk') }}
        under={<CopiedId value={id} />}
        acts={
          first && (
            <>
              <MoreActs acts={others} onChosen={setAct} />
              <Button onClick={() => setAct(first)}>{first.verb}</Button>
            </>
          )
        }
      />
      {!place && (
        <>
          <TillPlacePicker />
          <Text size="sm" c="dimmed">
            {t('giftCards.choosePlace')}
          </Text>
        </>
      )}
      {askedAt && !balance && <Waiting of={asked} />}
      {balance && <Balance balance={balance} />}
      <WaitingOf subject={id} />
      <Parts
        parts={[
          { key: 'history', label: t('giftCards.history'), show: () => <GiftHistory card={id} /> },
          {
            key: 'deliveries',
            label: t('giftCards.deliveries'),
            show: () => <CardDeliveries card={id} />,
          },
          { key: 'facts', label: t('cards.facts'), show: () => <CardFacts card={card.data} balance={balance} /> },
        ]}
      />
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </GiftArea>
  );
}

type MoreProps = {
  readonly acts: readonly Act<GiftOperation>[];
  readonly onChosen: (act: Act<GiftOperation>) => void;
};

function MoreActs({ acts, onChosen }: MoreProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">{t('giftCards.more')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <Menu.Item key={act.what} onClick={() => onChosen(act)} {...(act.isDangerous ? { color: 'red' } : {})}>
            {act.verb}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Balance({ balance }: { readonly balance: GiftBalance }) {
  const { t } = useTranslation();
  const { currency: unit, expiresNext } = balance;
  return (
    <Figures
      figures={[
        { label: t('giftCards.available'), value: <Quantity value={balance.available} unit={unit} /> },
        { label: t('giftCards.booked'), value: <Quantity value={balance.booked} unit={unit} /> },
        { label: t('giftCards.held'), value: <Quantity value={balance.held} unit={unit} /> },
        { label: t('giftCards.awaiting'), value: <Quantity value={balance.awaiting} unit={unit} /> },
        {
          label: t('giftCards.expiresNext'),
          value: expiresNext ? <Quantity value={expiresNext.amount} unit={unit} /> : t('giftCards.never'),
          ...(expiresNext ? { note: <When at={expiresNext.at} /> } : {}),
        },
      ]}
    />
  );
}

type FactsProps = { readonly card: GiftCard | undefined; readonly balance: GiftBalance | undefined };

function CardFacts({ card, balance }: FactsProps) {
  const { t } = useTranslation();
  const programName = useProgramName();
  return (
    <Facts
      facts={[
        [t('cards.range'), card?.range],
        [t('cards.program'), card?.programs.map(programName).join(', ')],
        [t('giftCards.issued'), card && <When at={card.issuedAt} />],
        [t('act.reason'), card?.reason],
        [t('cards.takes'), card?.suspended.map((one) => t(`cards.effects.${one}`)).join(', ')],
        [t('giftCards.promotional'), balance && <Quantity value={balance.promotional} unit={balance.currency} />],
        [t('giftCards.owed'), balance && <Quantity value={balance.owed} unit={balance.currency} />],
      ]}
    />
  );
}
