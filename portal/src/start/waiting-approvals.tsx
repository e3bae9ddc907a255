import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { approvalPageSchema } from '../../../contract/staff.ts';
import { useGo } from '../acts/places.tsx';
import { ask } from '../api/ask.ts';
import { Actor, useApprovalKind } from '../approvals/approval-words.tsx';
import { Subject } from '../approvals/subject.tsx';
import { Failed } from '../kit/failed.tsx';
import { Moment } from '../kit/moment.tsx';
import { Section } from '../kit/section.tsx';
import { Rows } from '../list/rows.tsx';

type ApprovalPage = z.infer<typeof approvalPageSchema>;
type Approval = ApprovalPage['items'][number];

const SHOWN = 6;

/** What waits for a second person's yes. */
export function WaitingApprovals() {
  const { t } = useTranslation();
  const go = useGo();
  const kindOf = useApprovalKind();
  const { data, error, refetch } = useQuery({
    queryKey: ['approvals', 'waiting'],
    queryFn: () => ask<ApprovalPage>('GET /v1/approvals', { query: { state: 'pending', limit: SHOWN } }),
  });
  return (
    <Section title={t('start.approvals')}>
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Text c="dimmed">{t('start.noApprovals')}</Text>}
      {!error && data?.items.length !== 0 && (
        <Rows<Approval>
          label={t('start.approvals')}
          rows={data?.items}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/approvals/${id}`)}
          columns={[
            { head: t('start.when'), cell: ({ requestedAt }) => <Moment at={requestedAt} /> },
            { head: t('start.kind'), cell: ({ kind }) => kindOf(kind) },
            { head: t('start.subject'), cell: (one) => <Subject of={one} /> },
            { head: t('start.by'), cell: ({ requestedBy }) => <Actor by={requestedBy} /> },
          ]}
        />
      )}
    </Section>
  );
}
