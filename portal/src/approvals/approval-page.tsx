import { Alert, Button, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Figures, Head, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { Actor, useApprovalKind } from './approval-words.tsx';
import type { Approval } from './approvals-page.tsx';
import { Asked } from './asked.tsx';

/** One request: what will change with the yes, who asked, and the yes or no of somebody else. */
export function ApprovalPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const { approval: id } = useParams({ strict: false }) as { approval: string };
  const asked = useThing<Approval>(`/v1/approvals/${id}`);
  const [act, setAct] = useState<Act>();
  const approval = asked.data;
  const kindOf = useApprovalKind();
  const kind = approval && kindOf(approval.kind);
  const queries = useQueryClient();
  const decide = (verb: 'approve' | 'decline'): Act => ({
    title: t(`approvals.${verb}`),
    verb: t(`approvals.${verb}`),
    what: `POST /v1/approvals/${id}/${verb}`,
    isDangerous: verb === 'decline',
    // Any room may have asked: whatever is shown anywhere is asked again.
    changes: [''],
    by: async (body) => {
      try {
        return await ask(`POST /v1/approvals/${id}/${verb}`, body ? { body } : {});
      } catch (error) {
        // It may be decided, over or withdrawn by now, which is why it is refused.
        void queries.invalidateQueries({ queryKey: [`/v1/approvals/${id}`] });
        throw error;
      }
    },
    fields: [
      { name: 'reason', label: t('act.reason'), kind: 'long', isRequired: verb === 'decline', refused: /reason/ },
    ],
    body: (_values, fromFields) => fromFields,
    effect: () =>
      verb === 'approve' && approval ? (
        <>
          <Asked approval={approval} />
          {approval.now && <Now now={approval.now} />}
        </>
      ) : (
        t('approvals.declineEffect')
      ),
  });
  const mayDecide = approval?.state === 'pending' && !approval.isMine && may(session, 'approvals:decide');
  return (
    <Stack>
      <Head
        title={kind ?? t('approvals.one')}
        state={approval?.state}
        back={{ to: '/approvals', label: t('nav.approvals') }}
        acts={
          mayDecide && (
            <>
              <Button variant="default" onClick={() => setAct(decide('decline'))}>
                {t('approvals.decline')}
              </Button>
              <Button onClick={() => setAct(decide('approve'))}>{t('approvals.approve')}</Button>
            </>
          )
        }
      />
      {!approval && <Waiting of={asked} />}
      {approval && (
        <>
          {approval.isMine && approval.state === 'pending' && (
            <Alert color="green" variant="light">
              {t('approvals.isMine')}
            </Alert>
          )}
          {approval.state === 'withdrawn' && (
            <Alert color="red" variant="light">
              {t(`approvals.withdrawn.${approval.refused?.split('.').at(-1)}`)}
            </Alert>
          )}
          <Figures
            figures={[
              {
                label: t('approvals.worth'),
                value: approval.worth ? <Quantity value={approval.worth.quantity} unit={approval.worth.unit} /> : '—',
              },
              {
                label: t('approvals.by'),
                value: <Actor by={approval.requestedBy} />,
                note: <When at={approval.requestedAt} />,
              },
              { label: t('approvals.until'), value: <When at={approval.expiresAt} /> },
            ]}
          />
          <Section title={t('approvals.willChange')}>
            <Asked approval={approval} />
            {approval.now && <Now now={approval.now} />}
          </Section>
          {approval.decidedAt && (
            <Section title={t('approvals.decided')}>
              <Facts
                facts={[
                  [t('approvals.by'), <Actor key="by" by={approval.decidedBy} />],
                  [t('approvals.at'), <When key="at" at={approval.decidedAt} />],
                  [t('act.reason'), approval.reason],
                  [t('approvals.applied'), t(approval.isApplied && !approval.refused ? 'act.yes' : 'act.no')],
                  ...(approval.refused
                    ? [[t('approvals.refused'), <CopiedId key="refused" value={approval.refused} />] as const]
                    : []),
                ]}
              />
            </Section>
          )}
        </>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}

/** What the yes would do at this moment: how things would stand, or why it would be refused. */
function Now({ now }: { readonly now: NonNullable<Approval['now']> }) {
  const { t } = useTranslation();
  if (now.refused)
    return (
      <Alert color="red" variant="light" mt="sm">
        {t('approvals.nowRefused', { why: now.refused.detail })}
      </Alert>
    );
  if (!now.isSame)
    return (
      <Alert color="red" variant="light" mt="sm">
        {t('approvals.nowOther')}
      </Alert>
    );
  const { wallets, booked, available, unit } = (now.after ?? {}) as After;
  const shown = wallets ?? (booked === undefined ? [] : [{ walletType: '', unit: unit ?? '', booked, available }]);
  if (shown.length === 0) return null;
  return (
    <Facts
      facts={shown.flatMap((one) => [
        [t('approvals.standsBooked'), <Quantity key="booked" value={one.booked ?? '0'} unit={one.unit} />] as const,
        [
          t('approvals.standsAvailable'),
          <Quantity key="available" value={one.available ?? '0'} unit={one.unit} />,
        ] as const,
      ])}
    />
  );
}

type Standing = { walletType: string; unit: string; booked?: string | undefined; available?: string | undefined };
type After = { wallets?: readonly Standing[]; booked?: string; available?: string; unit?: string };
