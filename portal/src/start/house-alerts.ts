import type { z } from 'zod';
import type { healthSchema } from '../../../contract/screens.ts';

export type Health = z.infer<typeof healthSchema>;
export type Alert = { readonly key: string; readonly words: Readonly<Record<string, string | number>> };

const SECONDS_BEHIND_MAX = 60;
const WAITING_MAX = 1_000;
const DISK_SHARE_MIN = 0.1;

/** What of the house's health asks for somebody: followers that fell behind, deliveries that were given up, queues, little room. */
export function alertsOf({ followers, queues, disk, lanes }: Health): readonly Alert[] {
  return [
    ...followers
      .filter(({ secondsBehind }) => secondsBehind > SECONDS_BEHIND_MAX)
      .map(({ name, secondsBehind }) => ({ key: 'behind', words: { name, seconds: Math.round(secondsBehind) } })),
    ...followers
      .filter(({ dead }) => dead > 0)
      .map(({ name, dead }) => ({ key: 'dead', words: { name, count: dead } })),
    ...queues
      .filter(({ waiting }) => waiting > WAITING_MAX)
      .map(({ name, waiting }) => ({ key: 'queue', words: { name, count: waiting } })),
    ...(lanes.waiting > WAITING_MAX ? [{ key: 'lanes', words: { count: lanes.waiting } }] : []),
    ...(disk && disk.freeBytes < DISK_SHARE_MIN * disk.bytes
      ? [{ key: 'disk', words: { percent: Math.floor((100 * disk.freeBytes) / disk.bytes) } }]
      : []),
  ];
}
