import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { approvalSchema } from '../../../contract/staff.ts';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { Actor, useApprovalKind } from './approval-words.tsx';
import { Subject } from './subject.tsx';

export type Approval = z.output<typeof approvalSchema>;
const STATES = ['pending', 'approved', 'declined', 'expired', 'withdrawn', 'all'] as const;

/** What waits for a second person, and what was decided. */
export function ApprovalsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const kindOf = useApprovalKind();
  const { state = 'pending' } = useSearch({ strict: false }) as { state?: string };
  return (
    <Stack>
      <Head title={t('nav.approvals')} under={t('approvals.why')} />
      <SegmentedControl
        size="xs"
        w="fit-content"
        value={state}
        onChange={(next) => go('/approvals', { state: next })}
        data={STATES.map((value) => ({ value, label: value === 'all' ? t('act.any') : t(`state.${value}`) }))}
      />
      <ResourceList<Approval>
        path="/v1/approvals"
        query={{ state: state === 'all' ? undefined : state }}
        keyOf={({ id }) => id}
        onOpen={({ id }) => go(`/approvals/${id}`)}
        isChosen={state !== 'pending'}
        empty={t('approvals.none')}
        columns={[
          {
            head: t('approvals.what'),
            cell: ({ kind, isMine }) => (
              <>
                {kindOf(kind)}
                {isMine && (
                  <Text span size="xs" c="dimmed">
                    {' '}
                    · {t('approvals.mine')}
                  </Text>
                )}
              </>
            ),
          },
          { head: t('approvals.subject'), cell: (one) => <Subject of={one} /> },
          {
            head: t('approvals.worth'),
            isFigure: true,
            cell: ({ worth }) => (worth ? <Quantity value={worth.quantity} unit={worth.unit} /> : '—'),
          },
          { head: t('approvals.by'), cell: ({ requestedBy }) => <Actor by={requestedBy} /> },
          { head: t('approvals.asked'), cell: ({ requestedAt }) => <When at={requestedAt} /> },
          { head: t('approvals.state'), cell: (one) => <State is={one.state} /> },
        ]}
      />
    </Stack>
  );
}
