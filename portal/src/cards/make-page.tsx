import { Alert, Button, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActForm, type Act } from '../acts/act-sheet.tsx';
import type { Values } from '../acts/field.ts';
import { Head } from '../acts/record.tsx';
import { Copied } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { CardsArea } from './area.tsx';
import type { CardOrderAnswer, CardRange } from './card-types.ts';
import { grouped } from './example-number.ts';
import { useOpenRanges } from './order-batch.tsx';

/** Making one card by hand. Its number is shown once. */
export function MakePage() {
  const { t } = useTranslation();
  const [answer, setAnswer] = useState<CardOrderAnswer>();
  const act = useMakeCard();
  return (
    <CardsArea>
      <Head title={t('cards.make')} under={t('cards.makeWhy')} />
      <Stack maw={480}>
        {answer ? (
          <Made answer={answer} onMore={() => setAnswer(undefined)} />
        ) : (
          <ActForm act={act} onDone={setAnswer} />
        )}
      </Stack>
    </CardsArea>
  );
}

function useMakeCard(): Act<CardOrderAnswer> {
  const { t } = useTranslation();
  const choices = useOpenRanges();
  const { data } = useThing<{ items: readonly CardRange[] }>('/v1/card-ranges');
  const rangeOf = ({ range }: Values): CardRange | undefined => data?.items.find(({ code }) => code === range);
  return {
    title: t('cards.make'),
    verb: t('cards.makeOne'),
    what: 'POST /v1/card-orders',
    isNamed: true,
    changes: ['/v1/card-batches'],
    fields: [
      { name: 'range', label: t('cards.range'), kind: 'choice', choices, isRequired: true, refused: /range/ },
      {
        name: 'number',
        label: t('cards.number'),
        hint: t('cards.numberHint'),
        isMono: true,
        refused: /number/,
      },
      { name: 'pin', label: t('cards.pin'), hint: t('cards.pinHint'), isShown: (v) => rangeOf(v)?.pin !== undefined },
      { name: 'faceValue', label: t('cards.face'), isShown: (v) => rangeOf(v)?.type === 'gift' },
      { name: 'phone', label: t('cards.phone'), refused: /phone/ },
      { name: 'memberExternalId', label: t('cards.memberExternalId') },
      { name: 'validUntil', label: t('cards.validUntil'), kind: 'day' },
      { name: 'serial', label: t('cards.ownSerial') },
      { name: 'note', label: t('cards.note') },
      { name: 'reason', label: t('act.reason'), hint: t('cards.makeReason'), isRequired: true, kind: 'long' },
    ],
    body: (_values, { range, reason, ...card }) => ({ range, reason, source: 'form', cards: [card] }),
  };
}

function Made({ answer, onMore }: { readonly answer: CardOrderAnswer; readonly onMore: () => void }) {
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
      <Button variant="default" w="fit-content" onClick={onMore}>
        {t('cards.makeAnother')}
      </Button>
    </Stack>
  );
}
