import { Alert, Button, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet } from '../acts/act-sheet.tsx';
import { Copied, ToTake, When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import type { CardOrderAnswer } from './card-types.ts';
import { grouped } from './example-number.ts';
import { useSendLink } from './send-link.tsx';

type Props = { readonly answer: CardOrderAnswer; readonly onMore: () => void };

/** A card that was just made: its number, shown once, and its links where they were asked for. */
export function MadeCard({ answer, onMore }: Props) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="green" variant="light" title={t('cards.madeNow')}>
        <Text size="sm">{t('act.once')}</Text>
      </Alert>
      <Table fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('cards.number')}</Table.Th>
            <Table.Th>{t('cards.pin')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {answer.cards.map(({ serial, number, pin }) => (
            <Table.Tr key={serial}>
              <Table.Td>
                <Copied text={number}>{grouped(number)}</Copied>
              </Table.Td>
              <Table.Td className="mono">{pin ?? '—'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {answer.cards.map((card) => (
        <Links key={card.serial} card={card} />
      ))}
      {answer.linksUntil &&
        answer.cards.map(({ serial }) => <SendIt key={serial} batch={answer.batch} serial={serial} />)}
      {answer.linksUntil && (
        <Text size="sm">
          {t('handOut.linksUntil')} <When at={answer.linksUntil} />. {t('handOut.linksWhy')}
        </Text>
      )}
      <Button variant="default" w="fit-content" onClick={onMore}>
        {t('cards.makeAnother')}
      </Button>
    </Stack>
  );
}

function Links({ card: { link, passes } }: { readonly card: CardOrderAnswer['cards'][number] }) {
  const { t } = useTranslation();
  return (
    <>
      {link && <ToTake label={t('handOut.claimLink')} text={link} />}
      {passes?.apple && <ToTake label={t('handOut.applePass')} text={passes.apple} />}
      {passes?.google && <ToTake label={t('handOut.googlePass')} text={passes.google} />}
      {link && !passes && (
        <Text size="sm" c="dimmed">
          {t('handOut.noPasses')}
        </Text>
      )}
    </>
  );
}

/** The way of a card that was just made to whom it is for. */
function SendIt({ batch, serial }: { readonly batch: string; readonly serial: number }) {
  const session = useOwnSession();
  const send = useSendLink(batch, serial);
  const [isOpen, setOpen] = useState(false);
  if (!may(session, 'deliveries:write')) return null;
  return (
    <>
      <Button w="fit-content" onClick={() => setOpen(true)}>
        {send.verb}
      </Button>
      <ActSheet act={isOpen ? send : undefined} onClose={() => setOpen(false)} />
    </>
  );
}
