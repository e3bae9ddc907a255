import { Alert, Badge, Drawer, Stack, Text, Timeline, Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { keptScenarioRunSchema, scenarioRunPageSchema } from '../../../contract/simulation.ts';
import { useGo } from '../acts/places.tsx';
import { Facts, Waiting } from '../acts/record.tsx';
import { Copied, When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { ResourceList } from '../list/resource-list.tsx';

type RunHead = z.output<typeof scenarioRunPageSchema>['items'][number];
type Run = z.output<typeof keptScenarioRunSchema>;

/** Stories that were played by promotions of a program, and how each went. */
export function ScenarioRuns({ program }: { readonly program: string }) {
  const { t } = useTranslation();
  const go = useGo();
  const { run } = useSearch({ strict: false }) as { run?: string };
  const { titleOf, rulesOf } = useRunText();
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t('scenario.runs')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('scenario.runsWhy')}
      </Text>
      <ResourceList<RunHead>
        path={`/v1/programs/${program}/scenario-runs`}
        query={{}}
        keyOf={(one) => one.run}
        onOpen={(one) => go('/promotions/simulations', { program, run: one.run })}
        empty={t('scenario.none')}
        columns={[
          { head: t('scenario.playedAt'), cell: ({ playedAt }) => <When at={playedAt} /> },
          { head: t('scenario.story'), cell: titleOf },
          { head: t('scenario.rules'), cell: rulesOf },
          { head: t('scenario.outcome'), cell: ({ ok }) => <Outcome ok={ok} /> },
        ]}
      />
      <Drawer
        opened={run !== undefined}
        onClose={() => go('/promotions/simulations', { program })}
        position="right"
        size="min(720px, 100%)"
        title={t('scenario.run')}
        closeButtonProps={{ 'aria-label': t('act.close') }}
      >
        {run && <RunShown program={program} run={run} />}
      </Drawer>
    </Stack>
  );
}

/** What clocks in the story showed: they have no zone but their own. */
function Wall({ at }: { readonly at: string }) {
  const { i18n } = useTranslation();
  const shown = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return <time dateTime={at}>{shown.format(new Date(`${at.replace(' ', 'T')}Z`))}</time>;
}

function useRunText() {
  const { t, i18n } = useTranslation();
  return {
    titleOf: ({ title }: Pick<RunHead, 'title'>): string => (i18n.language === 'es' ? title.es : title.en),
    rulesOf: ({ rulebook: { draft, revision, version } }: Pick<RunHead, 'rulebook'>): string => {
      if (draft !== undefined) return t('scenario.draft', { draft, revision });
      return version === undefined ? t('scenario.own') : t('scenario.version', { version });
    },
  };
}

function Outcome({ ok }: { readonly ok: boolean }) {
  const { t } = useTranslation();
  return (
    <Badge color={ok ? 'green' : 'red'} variant="light" tt="none" fw={500} miw="max-content" autoContrast>
      {t(ok ? 'scenario.asTold' : 'scenario.otherwise')}
    </Badge>
  );
}

function RunShown({ program, run }: { readonly program: string; readonly run: string }) {
  const { t } = useTranslation();
  const asked = useThing<Run>(`/v1/programs/${program}/scenario-runs/${run}`);
  const { titleOf, rulesOf } = useRunText();
  const one = asked.data;
  if (!one) return <Waiting of={asked} />;
  return (
    <Stack>
      <Facts
        facts={[
          [t('scenario.story'), titleOf(one)],
          [t('scenario.playedAt'), <When key="at" at={one.playedAt} />],
          [t('scenario.rules'), rulesOf(one)],
          [t('scenario.outcome'), <Outcome key="ok" ok={one.ok} />],
          [t('scenario.digest'), <Copied key="digest" text={one.rulebook.digest} />],
        ]}
      />
      <Timeline bulletSize={12} lineWidth={2}>
        {one.steps.map(({ at, text, ok, told, wrong }, n) => (
          // A step has no name of its own; its place is what it is known by.
          <Timeline.Item key={n} title={text}>
            <Text size="xs" c="dimmed">
              <Wall at={at} />
            </Text>
            {told.map((line) => (
              <Text key={line} size="sm">
                {line}
              </Text>
            ))}
            {!ok && (
              <Alert color="red" variant="light" title={t('scenario.stepOtherwise')}>
                {wrong.join(' · ')}
              </Alert>
            )}
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}
