import { Anchor, Button, Progress, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { asText } from '../acts/field.ts';
import { Figures } from '../acts/record.tsx';
import { may, useOwnSession } from '../api/session.ts';
import type { CardBatchDetail } from './card-types.ts';
import { sendAll } from './sending.ts';
import type { NotSent, Sending } from './sent-so-far.ts';
import { countText } from '../kit/count.ts';

const PERCENT = 100;
const LANGUAGES = ['en', 'es'] as const;

/** Sends the cards of a batch to the phones of their rows, shows how far it is, and what could not be sent. Closing the sheet stops it. */
export function SendToPhones({ batch }: { readonly batch: CardBatchDetail }) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [so, setSo] = useState<Sending>();
  const isStopped = useRef(false);
  const stop = (): void => {
    isStopped.current = true;
  };
  useEffect(
    () => () => {
      isStopped.current = true;
    },
    [],
  );
  const n = countText(batch.quantity);
  const lookedAt = t('handOut.lookedAt', { at: countText(so?.at ?? 0), n });
  const act: Act<Sending> = {
    title: t('handOut.send'),
    verb: t('handOut.send'),
    what: `POST /v1/card-batches/${batch.batch}/deliveries`,
    changes: ['/v1/gift-card-deliveries'],
    fields: [
      {
        ...{ name: 'language', label: t('handOut.language'), kind: 'choice', isRequired: true },
        initial: i18n.language === 'es' ? 'es' : 'en',
        choices: LANGUAGES.map((value) => ({ value, label: t(`handOut.languages.${value}`) })),
      },
    ],
    effect: () =>
      so?.at ? (
        <Stack gap="xs">
          <Text size="sm">{lookedAt}</Text>
          <Progress value={(so.at / batch.quantity) * PERCENT} aria-label={lookedAt} />
        </Stack>
      ) : (
        t('handOut.sendEffect', { n })
      ),
    by: (body) => {
      isStopped.current = false;
      return sendAll(batch.batch, asText(body?.language), { onPage: setSo, isStopped: () => isStopped.current });
    },
    answer: (done, close) => <WhatWasSent of={done} onClose={close} />,
  };
  const close = (): void => {
    stop();
    setOpen(false);
    setSo(undefined);
  };
  return (
    <>
      <Button variant="default" w="fit-content" onClick={() => setOpen(true)}>
        {t('handOut.send')}
      </Button>
      <ActSheet act={isOpen ? act : undefined} onClose={close} />
    </>
  );
}

function WhatWasSent({ of, onClose }: { readonly of: Sending; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const isNobody = of.sent + of.before + of.refused === 0;
  return (
    <Stack>
      <Figures
        figures={(['sent', 'before', 'withoutPhone', 'refused'] as const).map((name) => ({
          label: t(`handOut.${name}`),
          value: countText(of[name]),
        }))}
      />
      {isNobody && <Text size="sm">{t('handOut.nobody')}</Text>}
      {of.refused > of.notSent.length && (
        <Text size="sm">{t('handOut.firstOnes', { n: countText(of.notSent.length) })}</Text>
      )}
      {of.notSent.length > 0 && <NotSentTable cards={of.notSent} />}
      {of.sent + of.before > 0 && may(session, 'deliveries:manage') && (
        <Anchor component={Link} to={'/gift-cards/deliveries' as never} size="sm">
          {t('handOut.toDeliveries')}
        </Anchor>
      )}
      <Button onClick={onClose}>{t('act.done')}</Button>
    </Stack>
  );
}

function NotSentTable({ cards }: { readonly cards: readonly NotSent[] }) {
  const { t } = useTranslation();
  const why = ({ code, facts }: NotSent['refusal']): string => {
    const state = facts?.state;
    const known = { ...facts, ...(state !== undefined && { state: t(`state.${state}`, state) }) };
    return t(`handOut.whyNot.${code.replaceAll('.', '_')}`, { ...known, defaultValue: code });
  };
  return (
    <Table fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('handOut.serial')}</Table.Th>
          <Table.Th>{t('handOut.why')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {cards.map(({ serial, refusal }) => (
          <Table.Tr key={serial}>
            <Table.Td className="mono">{serial}</Table.Td>
            <Table.Td>{why(refusal)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
