import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { healthSchema } from '../../../contract/screens.ts';
import { ask } from '../api/ask.ts';
import { Failed } from '../kit/failed.tsx';
import { Figures } from '../kit/figures.tsx';
import { readableDecimal } from '../kit/decimal.ts';
import { Moment } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { RecordHead } from '../kit/record-head.tsx';
import { Section } from '../kit/section.tsx';
import { Rows } from '../list/rows.tsx';

type Health = z.infer<typeof healthSchema>;
type Lane = Health['lanes']['open'][number];
type Follower = Health['followers'][number];

const AGAIN_MS = 5_000;
const STEP = 1_024;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes with the unit in which they read well. */
const bytesOf = (bytes: number): string => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)));
  return `${readableDecimal((bytes / STEP ** step).toFixed(step < 3 ? 0 : 1), i18next.language)} ${UNITS[step]}`;
};

/** How the house is: lanes, followers, queues, versions, room on disk. Looks again by itself. */
export function HealthPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['health'],
    queryFn: () => ask<Health>('GET /v1/health'),
    refetchInterval: AGAIN_MS,
  });
  return (
    <Stack gap="lg">
      <RecordHead title={t('health.title')} />
      {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton h={320} />}
      {data && <HealthView health={data} />}
    </Stack>
  );
}

function HealthView({ health }: { readonly health: Health }) {
  const { t } = useTranslation();
  const followerWord = useFollowerWord();
  const { lanes, followers, queues, disk, database } = health;
  const furthest = followers.toSorted((a, b) => b.secondsBehind - a.secondsBehind)[0];
  return (
    <>
      <Figures
        figures={[
          { label: t('health.operations'), value: <Quantity value={String(lanes.operations)} /> },
          {
            label: t('health.waiting'),
            value: <Quantity value={String(lanes.waiting)} />,
            note: t('health.waitingNote', { count: lanes.inFlight }),
          },
          {
            label: t('health.behind'),
            value: furthest ? <Quantity value={furthest.secondsBehind.toFixed(0)} unit="s" /> : '—',
            note: furthest && furthest.rowsBehind > 0 ? followerWord(furthest.name) : t('health.nobodyBehind'),
          },
          { label: t('health.database'), value: bytesOf(database.bytes) },
          {
            label: t('health.disk'),
            value: disk ? bytesOf(disk.freeBytes) : '—',
            note: disk ? t('health.diskOf', { total: bytesOf(disk.bytes) }) : t('health.unknownDisk'),
          },
        ]}
      />
      <Lanes lanes={lanes} />
      <Followers followers={followers} />
      <Section title={t('health.queues')}>
        {queues.length === 0 && <Text c="dimmed">{t('health.noQueues')}</Text>}
        {queues.length > 0 && (
          <Rows<Health['queues'][number]>
            label={t('health.queues')}
            rows={queues}
            keyOf={({ name }) => name}
            columns={[
              { head: t('health.queue'), cell: ({ name }) => name },
              { head: t('health.queues'), isFigure: true, cell: ({ waiting }) => <Quantity value={String(waiting)} /> },
            ]}
          />
        )}
      </Section>
      <Versions health={health} />
    </>
  );
}

function Lanes({ lanes }: { readonly lanes: Health['lanes'] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('health.lanes')}>
      <Rows<Lane>
        label={t('health.lanes')}
        rows={lanes.open}
        keyOf={({ lane }) => String(lane)}
        columns={[
          { head: t('health.lane'), cell: ({ lane }) => lane },
          { head: t('health.lastAt'), cell: ({ lastAt }) => (lastAt ? <Moment at={lastAt} /> : t('health.never')) },
          { head: t('health.rows'), isFigure: true, cell: ({ rows }) => <Quantity value={String(rows)} /> },
        ]}
      />
      <Text fz="sm" c="dimmed" mt={6}>
        {t('health.batches')}: {lanes.batches} · {t('health.reruns')}: {lanes.reruns} · {t('health.halved')}:{' '}
        {lanes.halved}
      </Text>
    </Section>
  );
}

/** What follows the journal, in words; a webhook by its own name. */
function useFollowerWord(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => t(`health.followersNamed.${name}`, name);
}

function Followers({ followers }: { readonly followers: readonly Follower[] }) {
  const { t } = useTranslation();
  const followerWord = useFollowerWord();
  const figure = (name: 'rowsBehind' | 'secondsBehind' | 'undelivered' | 'dead') => ({
    ...{ head: t(`health.${name}`), isFigure: true },
    cell: (one: Follower) => <Quantity value={one[name].toFixed(0)} />,
  });
  return (
    <Section title={t('health.followers')}>
      {followers.length === 0 && <Text c="dimmed">{t('health.noFollowers')}</Text>}
      {followers.length > 0 && (
        <Rows<Follower>
          label={t('health.followers')}
          rows={followers}
          keyOf={({ name }) => name}
          columns={[
            { head: t('health.follower'), cell: ({ name }) => followerWord(name) },
            ...(['rowsBehind', 'secondsBehind', 'undelivered', 'dead'] as const).map(figure),
          ]}
        />
      )}
    </Section>
  );
}

function Versions({ health }: { readonly health: Health }) {
  const { t } = useTranslation();
  const { tallystick, node, postgres, schema } = health.versions;
  return (
    <Section title={t('health.versions')}>
      <dl className="facts">
        <dt>Tallystick</dt>
        <dd>{tallystick}</dd>
        <dt>Node</dt>
        <dd>{node}</dd>
        <dt>PostgreSQL</dt>
        <dd>{postgres}</dd>
        <dt>{t('health.schema')}</dt>
        <dd>{schema}</dd>
        <dt>{t('health.upSince')}</dt>
        <dd>
          <Moment at={health.upSince} />
        </dd>
        <dt>{t('health.memory')}</dt>
        <dd>{bytesOf(health.memoryBytes)}</dd>
      </dl>
    </Section>
  );
}
