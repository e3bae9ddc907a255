import { Gauge } from 'prom-client';
import type { Metrics } from '../platform/metrics.ts';
import type { House } from './compose.ts';

/** Puts the figures of the lane machine among the metrics; they are read when somebody asks. */
export function watchHouse({ registry }: Metrics, house: House): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(read()) });
  };
  gauge(
    'tallystick_lane_operations_waiting',
    'Operations that wait for their lanes.',
    () => house.machine.figures().waiting,
  );
  gauge(
    'tallystick_lane_names',
    'Names of which it is remembered where they led.',
    () => house.machine.figures().names,
  );
  gauge('tallystick_lane_batches_in_flight', 'Lane batches under way.', () => house.machine.figures().inFlight);
  gauge(
    'tallystick_lane_batches_total',
    'Lane batches committed since the start.',
    () => house.machine.figures().batches,
  );
  gauge(
    'tallystick_lane_operations_total',
    'Operations decided since the start.',
    () => house.machine.figures().operations,
  );
  gauge('tallystick_lane_reruns_total', 'Batches that were run again.', () => house.machine.figures().reruns);
  gauge(
    'tallystick_lane_halved_total',
    'Batches that were halved to find a poisoned operation.',
    () => house.machine.figures().halved,
  );
  gauge(
    'tallystick_lane_behind_total',
    'Batches that were sent behind the commit of another on its connection.',
    () => house.machine.figures().behind,
  );
  const rows = new Gauge({
    name: 'tallystick_webhook_rows_behind',
    help: 'Journal rows that an endpoint has not passed.',
    labelNames: ['endpoint'],
    registers: [registry],
  });
  const seconds = new Gauge({
    name: 'tallystick_webhook_seconds_behind',
    help: 'Age of the oldest row that an endpoint has not passed.',
    labelNames: ['endpoint'],
    registers: [registry],
  });
  const undelivered = new Gauge({
    name: 'tallystick_webhook_undelivered',
    help: 'Events that failed and are tried again.',
    labelNames: ['endpoint'],
    registers: [registry],
    collect: async () => {
      for (const lag of await house.webhooks.lag()) {
        const labels = { endpoint: String(lag.endpoint) };
        rows.set(labels, Number(lag.rows));
        seconds.set(labels, lag.seconds);
        undelivered.set(labels, Number(lag.undelivered));
      }
    },
  });
  watchMessages({ registry }, house);
  watchProcessors({ registry }, house);
  watchSignals({ registry }, house);
}

type Labels = Readonly<Record<string, string>>;

/**
 * Gauges that are filled by one look: whoever reads the metrics waits for it, and all of them show the same moment. Labels that are
 * gone are gone from the answer too.
 */
function watchTogether<Seen>(
  registry: Metrics['registry'],
  look: () => Promise<Seen>,
  gauges: readonly {
    readonly name: string;
    readonly help: string;
    readonly labels: readonly string[];
    readonly values: (seen: Seen) => readonly (readonly [Labels, number])[];
  }[],
): void {
  let looking: Promise<Seen> | undefined;
  const once = (): Promise<Seen> => (looking ??= look().finally(() => (looking = undefined)));
  for (const { name, help, labels, values } of gauges) {
    const made: Gauge = new Gauge({
      ...{ name, help, labelNames: [...labels], registers: [registry] },
      collect: async () => {
        const seen = await once();
        made.reset();
        for (const [of, value] of values(seen)) made.set(of, value);
      },
    });
  }
}

/** Messages: what waits and for how long, what became of them, and who is sent nothing. */
const watchMessages = ({ registry }: Pick<Metrics, 'registry'>, { notifications }: House): void =>
  watchTogether(registry, notifications.figures, [
    {
      name: 'tallystick_messages_queued',
      help: 'Messages that wait to be sent, all tenants together.',
      labels: ['kind'],
      values: ({ queues }) => queues.map(({ kind, queued }) => [{ kind }, queued]),
    },
    {
      name: 'tallystick_messages_oldest_seconds',
      help: 'Age of the oldest message that waits.',
      labels: ['kind'],
      values: ({ queues }) => queues.map(({ kind, oldestSeconds }) => [{ kind }, oldestSeconds]),
    },
    {
      name: 'tallystick_messages_suppressed',
      help: 'Addresses that are sent nothing, or no advertising.',
      labels: ['kind'],
      values: ({ queues }) => queues.map(({ kind, suppressed }) => [{ kind }, suppressed]),
    },
    {
      name: 'tallystick_messages_ended_total',
      help: 'Messages that this process brought to an end: sent (the channel took it), failed, suppressed, expired.',
      labels: ['kind', 'via', 'end'],
      values: ({ ended }) => ended.map(({ count, ...labels }) => [labels, count]),
    },
  ]);

/** Signals: those that nobody has looked at, what waits to be frozen or let go, and how late the counting is. */
const watchSignals = ({ registry }: Pick<Metrics, 'registry'>, { fraud, tenantNamed }: House): void =>
  watchTogether(registry, fraud.figures, [
    {
      name: 'tallystick_signals_open',
      help: 'Signals that nobody has looked at, by what they do.',
      labels: ['tenant', 'action'],
      values: ({ open }) =>
        open.map(({ tenant, action, count }) => [{ tenant: tenantNamed(tenant).code, action }, count]),
    },
    {
      name: 'tallystick_signal_holds_waiting',
      help: 'Operations whose points are to be frozen or let go for a signal.',
      labels: [],
      values: ({ waiting }) => [[{}, waiting]],
    },
    {
      name: 'tallystick_signal_seconds_behind',
      help: 'Age of the oldest journal row that is not counted for signals.',
      labels: [],
      values: ({ lag }) => [[{}, lag.seconds]],
    },
  ]);

/** Other companies' processors: what they were asked and said, whether they answer, and how old what they said is. */
function watchProcessors({ registry }: Pick<Metrics, 'registry'>, { processors, tenantNamed }: House): void {
  type Seen = Awaited<ReturnType<typeof processors.figures>>;
  const of = ['tenant', 'processor'];
  const named = ({ tenant, code }: Seen['processors'][number]): Labels => ({
    tenant: tenantNamed(tenant).code,
    processor: code,
  });
  const each =
    (value: (one: Seen['processors'][number]) => number) =>
    (seen: Seen): readonly (readonly [Labels, number])[] =>
      seen.processors.map((one) => [named(one), value(one)]);
  watchTogether(registry, processors.figures, [
    {
      name: 'tallystick_processor_questions_total',
      help: 'Questions of this process by what came of them: yes, no, not_sent, unknown.',
      labels: [...of, 'question', 'outcome'],
      values: (seen) =>
        seen.asked.flatMap(({ processor, question, outcome, count }) => {
          const known = seen.processors.find((one) => one.processor === processor);
          return known ? [[{ ...named(known), question, outcome }, count] as const] : [];
        }),
    },
    {
      name: 'tallystick_processor_failures_in_a_row',
      help: 'Questions without an answer since the last answer, over all processes.',
      labels: of,
      values: each((one) => one.failures),
    },
    {
      name: 'tallystick_processor_slowed',
      help: '1 while it does not answer and polls ask it little.',
      labels: of,
      values: each((one) => (one.isSlowed ? 1 : 0)),
    },
    {
      name: 'tallystick_processor_oldest_balance_seconds',
      help: 'Age of the oldest balance that is kept of its cards.',
      labels: of,
      values: each((one) => one.oldestBalanceSeconds),
    },
    {
      name: 'tallystick_processor_payments_uncertain',
      help: 'Payments of which nobody knows yet whether they are paid.',
      labels: of,
      values: each((one) => one.uncertain),
    },
    {
      name: 'tallystick_processor_refunds_due',
      help: 'Refunds that have still to go to their cards.',
      labels: of,
      values: each((one) => one.refundsDue),
    },
  ]);
}
