import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../acts/use-act.ts';
import { Waiting } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { Failed } from '../kit/failed.tsx';
import { ReportShown } from './simulation-report.tsx';
import { isOver, type Simulation, type SimulationHead, type SimulationReport } from './simulation-types.ts';
import { countText } from '../kit/count.ts';
import { DayInput } from '../kit/day-input.tsx';

const LOOK_MS = 700;
const PERCENT = 100;

type Props = { readonly program: string; readonly draft: string; readonly isDirty: boolean };

/** Runs a draft, as it was saved, over the receipts of the journal, and shows what it would have done. */
export function Simulate({ program, draft, isDirty }: Props) {
  const { t } = useTranslation();
  const path = `/v1/programs/${program}/simulations` as const;
  const [from, setFrom] = useState<string | null>(null);
  const [before, setBefore] = useState<string | null>(null);
  const [asked, setAsked] = useState<string>();
  const earlier = useThing<{ items: readonly SimulationHead[] }>(path);
  const last = earlier.data?.items.find((one) => one.draft === draft)?.simulation;
  const run = useAct<Simulation>({
    what: `POST ${path}`,
    isNamed: true,
    changes: [path],
    onDone: ({ simulation }) => setAsked(simulation),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run.mutate({
      draft,
      ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
      ...(before && { before: new Date(`${before}T00:00:00`).toISOString() }),
    });
  };
  const shown = asked ?? last;
  return (
    <Stack>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <DayInput
            label={t('promotions.receiptsFrom')}
            placeholder={t('promotions.all')}
            value={from}
            onChange={setFrom}
            clearable
            w={170}
          />
          <DayInput
            label={t('promotions.receiptsBefore')}
            placeholder={t('promotions.all')}
            value={before}
            onChange={setBefore}
            clearable
            w={170}
          />
          <Button type="submit" disabled={isDirty} loading={run.isPending}>
            {t('promotions.simulate')}
          </Button>
        </Group>
      </form>
      <Text size="sm" c="dimmed">
        {t(isDirty ? 'promotions.saveFirst' : 'promotions.simulateWhy')}
      </Text>
      {run.error && <Failed error={run.error} />}
      {shown && <SimulationShown key={shown} program={program} simulation={shown} />}
    </Stack>
  );
}

/** One simulation: how far it is, then its report. */
export function SimulationShown({ program, simulation }: { readonly program: string; readonly simulation: string }) {
  const { t } = useTranslation();
  const asked = useThing<Simulation>(`/v1/programs/${program}/simulations/${simulation}`, {
    everyMs: (one) => (one && isOver(one) ? false : LOOK_MS),
  });
  const one = asked.data;
  if (!one) return <Waiting of={asked} />;
  if (one.state === 'failed')
    return (
      <Alert color="red" role="alert" title={t('promotions.simulationFailed')}>
        {one.failure}
      </Alert>
    );
  if (!isOver(one))
    return (
      <div role="status">
        <Text size="sm" mb={6}>
          {t(one.state === 'waiting' ? 'promotions.simulationWaits' : 'promotions.simulationRuns', {
            rows: countText(one.rows),
            of: countText(one.ofRows),
          })}
        </Text>
        <Progress
          value={one.ofRows === 0 ? 0 : (one.rows / one.ofRows) * PERCENT}
          aria-label={t('promotions.simulate')}
        />
      </div>
    );
  return one.report ? <ReportShown report={one.report as SimulationReport} of={{ program, draft: one.draft }} /> : null;
}
