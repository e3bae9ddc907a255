import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import type { Discrepancy } from './processor-types.ts';

const PATH = '/v1/processor-discrepancies';

/** What a processor says that does not fit: of one, or of all of them. */
export function Discrepancies({ processor }: { readonly processor?: string }) {
  const { t } = useTranslation();
  const mayClose = may(useOwnSession(), 'settings:write');
  const [state, setState] = useState('open');
  const [act, setAct] = useState<Act>();
  const close = ({ id, kind }: Discrepancy): Act => ({
    title: t(`processors.kinds.${kind}`),
    verb: t('processors.close'),
    what: `POST ${PATH}/${id}/close`,
    changes: [PATH, '/v1/processors'],
    fields: [
      {
        ...{ name: 'note', label: t('processors.note'), hint: t('processors.noteHint'), kind: 'long' },
        ...{ isRequired: true, refused: /note/ },
      },
    ],
    effect: () => t('processors.closeEffect'),
  });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('processors.discrepanciesWhy')}
      </Text>
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t('processors.state')}
        value={state}
        onChange={setState}
        data={['open', 'closed'].map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <ResourceList<Discrepancy>
        path={PATH}
        query={{ state, processor }}
        keyOf={({ id }) => id}
        label={t('processors.discrepancies')}
        isChosen={state !== 'open'}
        empty={t('processors.noDiscrepancies')}
        columns={[
          ...(processor === undefined
            ? [{ head: t('processors.code'), cell: ({ processor: code }: Discrepancy) => code }]
            : []),
          { head: t('processors.card'), cell: ({ masked }) => <span className="mono">{masked}</span> },
          {
            head: t('processors.kind'),
            cell: ({ kind, note }) => (
              <div className="wraps">
                {t(`processors.kinds.${kind}`)}
                {note && (
                  <Text size="xs" c="dimmed">
                    {note}
                  </Text>
                )}
              </div>
            ),
          },
          {
            head: t('processors.facts'),
            cell: ({ facts }) =>
              Object.entries(facts).map(([name, value]) => (
                <div key={name}>
                  <Text span size="xs" c="dimmed">
                    {name}
                  </Text>{' '}
                  <span className="mono">{value}</span>
                </div>
              )),
          },
          { head: t('processors.found'), cell: ({ foundAt }) => <When at={foundAt} /> },
          { head: t('processors.seen'), cell: ({ seenAt }) => <When at={seenAt} /> },
          {
            head: t('giftCards.do'),
            cell: (one) =>
              one.state === 'open' && mayClose ? (
                <Button size="compact-xs" variant="default" onClick={() => setAct(close(one))}>
                  {t('processors.close')}
                </Button>
              ) : (
                <State is={one.state} />
              ),
          },
        ]}
      />
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}
