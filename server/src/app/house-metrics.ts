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
}
