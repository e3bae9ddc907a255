import { Group, SegmentedControl, Select, Stack } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { byCode, useChoices } from '../acts/use-thing.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { SIGNALS, type Signal } from './signal-types.ts';
import { Counted, SignalWindow, Who } from './signal-words.tsx';

const STATES = ['open', 'confirmed', 'released', 'all'] as const;
const ACTIONS = ['hold', 'review', 'flag'] as const;
const AGAIN_MS = 15_000;

/** What one cashier, till or outlet did more often than a promotion expects: what waits for a look, and what was decided. */
export function SignalsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const outlets = useChoices('/v1/outlets', byCode);
  const { state = 'open', ...chosen } = useSearch({ strict: false }) as Partial<
    Record<'state' | 'action' | 'outlet' | 'promotion', string>
  >;
  const show = (change: Partial<typeof chosen> & { state?: string }): void =>
    go('/signals', { state, ...chosen, ...change });
  const isChosen = Object.values(chosen).some((value) => value !== undefined);
  return (
    <Stack>
      <Head title={t('nav.signals')} under={t('signals.why')} />
      <Group gap="sm" align="flex-end">
        <SegmentedControl
          size="xs"
          aria-label={t('signals.state')}
          value={state}
          onChange={(next) => show({ state: next })}
          data={STATES.map((value) => ({ value, label: t(`signals.states.${value}`) }))}
        />
        <Select
          size="xs"
          aria-label={t('signals.action')}
          placeholder={t('signals.action')}
          data={ACTIONS.map((value) => ({ value, label: t(`signals.actions.${value}`) }))}
          value={chosen.action ?? null}
          onChange={(next) => show({ action: next ?? undefined })}
          clearable
        />
        {outlets.length > 1 && (
          <Select
            size="xs"
            aria-label={t('start.outlet')}
            placeholder={t('start.allOutlets')}
            data={[...outlets]}
            value={chosen.outlet ?? null}
            onChange={(next) => show({ outlet: next ?? undefined })}
            clearable
            searchable
          />
        )}
      </Group>
      <ResourceList<Signal>
        label={t('nav.signals')}
        path={SIGNALS}
        query={{ ...chosen, state: state === 'all' ? undefined : state }}
        keyOf={({ id }) => id}
        onOpen={({ id }) => go(`/signals/${id}`)}
        isChosen={isChosen}
        empty={state === 'open' ? t('signals.noneOpen') : t('signals.none')}
        everyMs={() => AGAIN_MS}
        columns={[
          { head: t('signals.who'), cell: (signal) => <Who signal={signal} /> },
          { head: t('signals.promotion'), cell: ({ promotion }) => <span className="wraps">{promotion}</span> },
          { head: t('signals.counted'), cell: (signal) => <Counted signal={signal} /> },
          { head: t('signals.window'), cell: (signal) => <SignalWindow signal={signal} /> },
          { head: t('signals.action'), cell: ({ action }) => t(`signals.actions.${action}`) },
          { head: t('signals.raised'), cell: ({ raisedAt }) => <When at={raisedAt} /> },
          { head: t('signals.state'), cell: (one) => <State is={one.state} /> },
        ]}
      />
    </Stack>
  );
}
