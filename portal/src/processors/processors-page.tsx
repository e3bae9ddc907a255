import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Section } from '../kit/section.tsx';
import { Rows } from '../list/rows.tsx';
import { PartnersArea } from '../partners/area.tsx';
import { Discrepancies } from './discrepancies.tsx';
import { useProcessorForm } from './processor-form.ts';
import type { Processor } from './processor-types.ts';
import { countText } from '../kit/count.ts';

const LOOK_MS = 30_000;

/** Other companies' processors, how they do, and what of what they say does not fit. */
export function ProcessorsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const asked = useThing<{ items: readonly Processor[] }>('/v1/processors', { everyMs: () => LOOK_MS });
  const [act, setAct] = useState<Act<Processor>>();
  const add = useProcessorForm(undefined);
  const items = asked.data?.items;
  return (
    <PartnersArea>
      <Head
        title={t('processors.processors')}
        under={t('processors.why')}
        acts={may(session, 'settings:write') && <Button onClick={() => setAct(add)}>{t('processors.add')}</Button>}
      />
      {!items && <Waiting of={asked} />}
      {items?.length === 0 && <Text c="dimmed">{t('processors.none')}</Text>}
      {items && items.length > 0 && (
        <Rows<Processor>
          label={t('processors.processors')}
          rows={items}
          keyOf={({ code }) => code}
          onOpen={({ code }) => go(`/partners/processors/${code}`)}
          columns={[
            { head: t('processors.code'), cell: ({ code }) => code },
            { head: t('processors.state'), cell: ({ state }) => <State is={state} /> },
            { head: t('processors.unit'), cell: ({ unit }) => unit },
            { head: t('processors.cards'), isFigure: true, cell: ({ cards }) => countText(cards) },
            {
              head: t('processors.answered'),
              cell: ({ answeredAt }) => (answeredAt ? <When at={answeredAt} /> : t('processors.never')),
            },
            { head: t('processors.failures'), isFigure: true, cell: ({ failures }) => failures },
            { head: t('processors.overdue'), isFigure: true, cell: ({ overdue }) => overdue },
            { head: t('processors.uncertain'), isFigure: true, cell: ({ uncertain }) => uncertain },
            { head: t('processors.open'), isFigure: true, cell: ({ openDiscrepancies }) => openDiscrepancies },
          ]}
        />
      )}
      {items && items.length > 0 && may(session, 'journal:read') && (
        <Section title={t('processors.discrepancies')}>
          <Discrepancies />
        </Section>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PartnersArea>
  );
}
