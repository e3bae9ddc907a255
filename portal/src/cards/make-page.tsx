import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActForm, type Act } from '../acts/act-sheet.tsx';
import type { Values } from '../acts/field.ts';
import { Head } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { CardsArea } from './area.tsx';
import type { CardOrderAnswer, CardRange } from './card-types.ts';
import { MadeCard } from './made-card.tsx';
import { useOpenRanges } from './order-batch.tsx';

/** Making one card by hand. Its number is shown once, and its links where they were asked for. */
export function MakePage() {
  const { t } = useTranslation();
  const [answer, setAnswer] = useState<CardOrderAnswer>();
  const act = useMakeCard();
  return (
    <CardsArea>
      <Head title={t('cards.make')} under={t('cards.makeWhy')} />
      <Stack maw={480}>
        {answer ? (
          <MadeCard answer={answer} onMore={() => setAnswer(undefined)} />
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
      {
        ...{ name: 'links', label: t('handOut.withLinks'), hint: t('handOut.withLinksHint'), kind: 'yes' },
        refused: /^delivery\./,
      },
      { name: 'reason', label: t('act.reason'), hint: t('cards.makeReason'), isRequired: true, kind: 'long' },
    ],
    body: (_values, { range, reason, links, ...card }) => ({
      ...{ range, reason, source: 'form', cards: [card] },
      ...(links === true && { links }),
    }),
  };
}
