import { Badge, Button, Grid, Group, Skeleton, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { WaitingOf } from '../approvals/waiting-of.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { isZero } from '../kit/decimal.ts';
import { Failed } from '../kit/failed.tsx';
import { Figures, type Figure } from '../kit/figures.tsx';
import { useOutlet } from '../api/outlets.ts';
import { LastDay } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { RecordHead } from '../kit/record-head.tsx';
import { AdjustSheet } from './acts/adjust-sheet.tsx';
import { Cards } from './cards.tsx';
import { GiftDeliveries } from './gift-deliveries.tsx';
import { nameOf, useBalance, useMember, type Balance, type Member } from './member-data.ts';
import { Privacy } from './privacy.tsx';
import { Profile } from './profile.tsx';
import { Programs } from './programs.tsx';
import { Timeline } from './timeline.tsx';
import { Wallets } from './wallets.tsx';

/** A member on one screen: what is there to spend, by which cards, and how it came so. */
export function MemberPage() {
  const { member } = useParams({ strict: false }) as { member: string };
  const { data, error, refetch } = useMember(member);
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return data ? <MemberView key={member} member={data} /> : <Waiting />;
}

const Waiting = () => (
  <Stack aria-busy="true">
    <Skeleton h={28} w={260} />
    <Skeleton h={70} />
    <Grid>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Skeleton h={260} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Skeleton h={260} />
      </Grid.Col>
    </Grid>
  </Stack>
);

function MemberView({ member }: { readonly member: Member }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const seesPoints = may(session, 'points:read');
  const balance = useBalance(member.member, seesPoints);
  const [isAdjusting, adjusting] = useDisclosure();
  const mayAdjust = may(session, 'points:adjust') && member.enrolments.length > 0;
  return (
    <Stack gap="lg">
      <RecordHead
        title={nameOf(member) || t('member.nameless')}
        state={<PhoneState member={member} />}
        under={
          <Group gap="md">
            {member.phone !== undefined && <CopiedId value={member.phone} />}
            <CopiedId value={member.member} />
          </Group>
        }
        acts={mayAdjust && <Button onClick={adjusting.open}>{t('member.adjust.open')}</Button>}
      />
      {seesPoints && <Standing balance={balance.data} />}
      {balance.error && <Failed error={balance.error} onRetry={() => void balance.refetch()} />}
      <WaitingOf subject={member.member} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          {seesPoints && <Wallets member={member} balance={balance.data} />}
          <Cards member={member} balance={balance.data} />
          {may(session, 'deliveries:manage') && <GiftDeliveries member={member} />}
          <Programs member={member} />
          <Profile member={member} />
          <Privacy member={member} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          {may(session, 'journal:read') && <Timeline member={member.member} />}
          {may(session, 'journal:read') &&
            member.merged.map((one) => <Timeline key={one} member={one} title={t('merge.history')} />)}
        </Grid.Col>
      </Grid>
      {mayAdjust && (
        <AdjustSheet member={member} balance={balance.data} isOpen={isAdjusting} onClose={adjusting.close} />
      )}
    </Stack>
  );
}

function PhoneState({ member }: { readonly member: Member }) {
  const { t } = useTranslation();
  const state = member.phone === undefined ? 'noPhone' : member.phoneVerified ? 'verified' : 'unverified';
  return <Badge color={state === 'verified' ? 'green' : 'gray'}>{t(`member.state.${state}`)}</Badge>;
}

/** The master account in its first unit: what is there, what is not to be spent yet or any more, and what ends next. */
function Standing({ balance }: { readonly balance: Balance | undefined }) {
  const { t } = useTranslation();
  const { zone } = useOutlet()(undefined);
  const sums = balance?.totals[0];
  const next = balance?.wallets
    .flatMap(({ expiresNext, unit }) => (expiresNext ? [{ ...expiresNext, unit }] : []))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
  const figure = (name: 'available' | 'pending' | 'held' | 'frozen' | 'owed', note?: string): Figure => ({
    label: t(`member.${name}`),
    value: balance && <Quantity value={sums?.[name] ?? '0'} unit={sums?.unit} />,
    ...(note !== undefined && { note }),
  });
  return (
    <Figures
      figures={[
        figure('available', t('member.canBeSpent')),
        figure('pending'),
        figure('held'),
        // What is frozen ends all the same: without it more would end than is there.
        ...(sums && !isZero(sums.frozen) ? [figure('frozen', t('member.frozenWhy'))] : []),
        figure('owed'),
        {
          label: t('member.expiresNext'),
          value: balance && (next ? <Quantity value={next.points} unit={next.unit} /> : '—'),
          note: next ? <LastDay end={next.at} zone={zone} /> : t('member.nothingExpires'),
        },
      ]}
    />
  );
}
