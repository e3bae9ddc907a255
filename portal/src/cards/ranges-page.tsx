import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '../api/session.ts';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { CardsArea } from './area.tsx';
import type { CardRange } from './card-types.ts';
import { NumberPreview, useRangeFields } from './range-fields.tsx';
import { countText } from '../kit/count.ts';

/** The shape of a range's numbers in one line. */
export const planOf = ({ prefix, length, checkDigit }: CardRange): string =>
  `${prefix}${'·'.repeat(Math.max(0, length - prefix.length - (checkDigit === 'none' ? 0 : 1)))}${checkDigit === 'none' ? '' : '✓'}`;

/** All card ranges; a new one is opened with a number to look at. */
export function RangesPage() {
  const { t } = useTranslation();
  const go = useGo();
  const { data: session } = useSession();
  const fields = useRangeFields(t);
  const [isOpening, setOpening] = useState(false);
  const act: Act<CardRange> = {
    title: t('cards.openRange'),
    verb: t('cards.openRange'),
    what: 'POST /v1/card-ranges',
    fields,
    changes: ['/v1/card-ranges'],
    effect: (values) => <NumberPreview values={values} t={t} />,
  };
  return (
    <CardsArea>
      <Head
        title={t('cards.ranges')}
        under={t('cards.rangesWhy')}
        acts={
          session &&
          may(session, 'settings:write') && <Button onClick={() => setOpening(true)}>{t('cards.openRange')}</Button>
        }
      />
      <ResourceList<CardRange>
        path="/v1/card-ranges"
        query={{}}
        keyOf={({ code }) => code}
        onOpen={({ code }) => go(`/cards/ranges/${code}`)}
        empty={t('cards.noRanges')}
        columns={[
          { head: t('cards.code'), cell: ({ code }) => code },
          { head: t('cards.type'), cell: ({ type }) => t(`cards.types.${type}`) },
          { head: t('cards.numbers'), cell: (range) => <span className="mono">{planOf(range)}</span> },
          { head: t('cards.pin'), cell: ({ pin }) => (pin ? t(`cards.pins.${pin.kind}`) : '—') },
          { head: t('cards.worth'), isFigure: true, cell: ({ face, unit }) => (unit ? `${face ?? '—'} ${unit}` : '') },
          { head: t('cards.capacity'), isFigure: true, cell: ({ capacity }) => countText(BigInt(capacity)) },
          { head: t('cards.state'), cell: ({ state }) => <State is={state} /> },
        ]}
      />
      <ActSheet act={isOpening ? act : undefined} onClose={() => setOpening(false)} />
      <Stack gap={0}>
        <Text size="xs" c="dimmed">
          {t('cards.planKey')}
        </Text>
      </Stack>
    </CardsArea>
  );
}
