import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { may, useOwnSession } from '../api/session.ts';
import { RecordHead } from '../kit/record-head.tsx';
import { Alerts } from './alerts.tsx';
import { Day } from './day.tsx';
import { OpenSignals } from './open-signals.tsx';
import { LatestExceptions } from './latest-exceptions.tsx';
import { WaitingApprovals } from './waiting-approvals.tsx';

/** What somebody sees first: the day so far against the usual, and what waits for a person. */
export function StartPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  return (
    <Stack gap="lg">
      <RecordHead title={t('start.today', { tenant: session.tenant.name })} />
      {may(session, 'journal:read') && <Day />}
      {may(session, 'signals:read') && <OpenSignals />}
      {may(session, 'settings:read') && <Alerts />}
      {may(session, 'approvals:read') && <WaitingApprovals />}
      {may(session, 'journal:read') && <LatestExceptions />}
    </Stack>
  );
}
