import { Button, Drawer } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDownload } from '../acts/download.ts';
import { useGo } from '../acts/places.tsx';
import { Head } from '../acts/record.tsx';
import { OrderTrail } from '../transactions/order-trail.tsx';
import { PeopleArea } from './area.tsx';
import { useAskedSubject } from './act-words.ts';
import { EntryFacts } from './entry-facts.tsx';
import { filterOf, SHARED, wordsOf, type Entry, type TrailSearch } from './trail.ts';
import { TrailFilters } from './trail-filters.tsx';
import { TrailList, What } from './trail-list.tsx';

const TYPING_MS = 300;
/** What the export of acts alone is narrowed down by. */
const OF_ACTS = ['act', 'subject', 'person', 'credential'] as const;

/** Everything that people, credentials and tills did, newest first: acts of the audit log and operations of the journal in one list. */
export function AuditPage() {
  const { t } = useTranslation();
  const go = useGo();
  const address = useSearch({ strict: false }) as TrailSearch;
  const [typed, setTyped] = useState<TrailSearch>(address);
  const [settled] = useDebouncedValue(typed, TYPING_MS);
  const [shown, setShown] = useState<Entry>();
  const download = useDownload();
  useEffect(() => {
    const words = wordsOf(settled);
    if (SHARED.some((name) => words[name] !== address[name]))
      go('/people/audit', Object.fromEntries(SHARED.map((name) => [name, words[name]])));
  }, [settled, address, go]);
  const askedSubject = useAskedSubject();
  const asked = { ...settled, subject: askedSubject(settled.subject) };
  const words = wordsOf(asked);
  const ofActs = new URLSearchParams(OF_ACTS.flatMap((name) => (words[name] ? [[name, words[name]]] : [])));
  return (
    <PeopleArea>
      <Head
        title={t('people.audit')}
        under={t('people.auditWhy')}
        acts={
          <>
            <OrderTrail filter={filterOf(asked)} />
            <Button
              variant="default"
              onClick={() => void download(`GET /v1/audit/export?${ofActs.toString()}` as never, 'audit.csv')}
            >
              {t('people.export')}
            </Button>
          </>
        }
      />
      <TrailFilters typed={typed} onChange={(changes) => setTyped((now) => ({ ...now, ...changes }))} />
      <TrailList search={asked} onOpen={setShown} />
      <Drawer
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        position="right"
        title={shown && <What entry={shown} />}
        closeButtonProps={{ 'aria-label': t('act.close') }}
      >
        {shown && <EntryFacts entry={shown} />}
      </Drawer>
    </PeopleArea>
  );
}
