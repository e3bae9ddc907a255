import { asText } from '../acts/field.ts';
import { Button, Drawer, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDownload } from '../acts/download.ts';
import { useGo } from '../acts/places.tsx';
import { Facts, Head } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { CopiedId } from '../kit/copied-id.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { OrderTrail } from '../transactions/order-trail.tsx';
import { PeopleArea } from './area.tsx';
import type { AuditAct } from './people-types.ts';

const FILTERS = ['act', 'subject', 'person'] as const;
type Filters = { readonly [Name in (typeof FILTERS)[number]]?: string };

/** What people and credentials did, newest first; each with what was before and after. */
export function AuditPage() {
  const { t } = useTranslation();
  const go = useGo();
  const filters = useSearch({ strict: false }) as Filters;
  const [typed, setTyped] = useState<Filters>(filters);
  const [settled] = useDebouncedValue(typed, 300);
  const [shown, setShown] = useState<AuditAct>();
  const download = useDownload();
  useEffect(() => {
    const wanted = Object.fromEntries(FILTERS.map((name) => [name, settled[name]?.trim() || undefined]));
    if (FILTERS.some((name) => wanted[name] !== filters[name])) go('/people/audit', wanted);
  }, [settled, filters, go]);
  const query = Object.fromEntries(FILTERS.map((name) => [name, filters[name]]));
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value) as [string, string][]);
  return (
    <PeopleArea>
      <Head
        title={t('people.audit')}
        under={t('people.auditWhy')}
        acts={
          <>
            <OrderTrail />
            <Button
              variant="default"
              onClick={() => void download(`GET /v1/audit/export?${search.toString()}` as never, 'audit.csv')}
            >
              {t('people.export')}
            </Button>
          </>
        }
      />
      <Group gap="sm">
        {FILTERS.map((name) => (
          <TextInput
            key={name}
            size="xs"
            label={t(`people.auditFilters.${name}`)}
            placeholder={t(`people.auditHints.${name}`)}
            value={typed[name] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTyped((now) => ({ ...now, [name]: value }));
            }}
          />
        ))}
      </Group>
      <ResourceList<AuditAct>
        path="/v1/audit"
        query={query}
        keyOf={({ seq }) => String(seq)}
        onOpen={setShown}
        empty={t('people.noActs')}
        columns={[
          { head: t('people.when'), cell: ({ at }) => <When at={at} /> },
          { head: t('people.act'), cell: ({ act }) => <span className="mono">{act}</span> },
          { head: t('people.subject'), cell: ({ subject }) => subject },
          {
            head: t('people.by'),
            cell: ({ by }) => by.name ?? (by.credential ? <CopiedId value={by.credential} /> : t('people.program')),
          },
          { head: t('act.reason'), cell: ({ reason }) => reason ?? '—' },
        ]}
      />
      <Drawer
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        position="right"
        title={shown?.act}
        closeButtonProps={{ 'aria-label': t('act.close') }}
      >
        {shown && <ActFacts act={shown} />}
      </Drawer>
    </PeopleArea>
  );
}

const textOf = (value: unknown): string =>
  value === undefined ? '—' : typeof value === 'object' ? JSON.stringify(value) : asText(value);

/** An act with what was before and what is after, name by name. */
function ActFacts({ act }: { readonly act: AuditAct }) {
  const { t } = useTranslation();
  const names = [...new Set([...Object.keys(act.before ?? {}), ...Object.keys(act.after ?? {})])];
  return (
    <>
      <Facts
        facts={[
          [t('people.when'), <When key="at" at={act.at} />],
          [t('people.by'), act.by.name ?? act.by.credential ?? t('people.program')],
          [t('people.subject'), act.subject],
          [t('act.reason'), act.reason],
          [t('people.session'), act.session && <CopiedId key="session" value={act.session} />],
        ]}
      />
      <dl className="record-facts">
        {names.map((name) => {
          const [before, after] = [textOf(act.before?.[name]), textOf(act.after?.[name])];
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{before === after ? after : `${before} → ${after}`}</dd>
            </div>
          );
        })}
        <div>
          <dt>{t('people.digest')}</dt>
          <dd className="mono">{act.head}</dd>
        </div>
      </dl>
    </>
  );
}
