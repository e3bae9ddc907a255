import { Gauge } from 'prom-client';
import type { Metrics } from '../platform/metrics.ts';
import type { House } from './compose.ts';

/** Puts the figures of the lane machine among the metrics; they are read when somebody asks. */
export function watchHouse({ registry }: Metrics, house: House): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(read()) });
  };
  gauge('tallystick_lane_operations_waiting', 'Operations that wait for their lanes.', () => house.machine.figures().waiting);
  gauge('tallystick_lane_batches_in_flight', 'Lane batches under way.', () => house.machine.figures().inFlight);
  gauge('tallystick_lane_batches_total', 'Lane batches committed since the start.', () => house.machine.figures().batches);
  gauge('tallystick_lane_operations_total', 'Operations decided since the start.', () => house.machine.figures().operations);
  gauge('tallystick_lane_reruns_total', 'Batches that were run again.', () => house.machine.figures().reruns);
  gauge('tallystick_lane_halved_total', 'Batches that were halved to find a poisoned operation.', () => house.machine.figures().halved);
}
