import { describe, expect, test } from 'vitest';
import { alertsOf } from './house-alerts.ts';

const calm: Parameters<typeof alertsOf>[0] = {
  versions: { tallystick: '0', node: '24', postgres: '18', schema: 1 },
  upSince: '2026-11-22T10:00:00Z',
  memoryBytes: 1,
  database: { bytes: 1 },
  disk: { freeBytes: 50, bytes: 100 },
  lanes: { waiting: 0, inFlight: 0, batches: 0, operations: 0, reruns: 0, halved: 0, open: [] },
  followers: [{ name: 'reports', rowsBehind: 5, secondsBehind: 2, undelivered: 0, dead: 0 }],
  queues: [{ name: 'email', waiting: 3 }],
};

describe('a house', () => {
  test('that is well asks for nobody', () => expect(alertsOf(calm)).toEqual([]));

  test('asks for somebody for each thing that is not', () => {
    const ill = {
      ...calm,
      disk: { freeBytes: 4, bytes: 100 },
      lanes: { ...calm.lanes, waiting: 5_000 },
      followers: [
        { name: 'reports', rowsBehind: 9_000, secondsBehind: 90.4, undelivered: 0, dead: 0 },
        { name: 'webhook a', rowsBehind: 0, secondsBehind: 0, undelivered: 0, dead: 2 },
      ],
      queues: [{ name: 'sms', waiting: 2_000 }],
    };
    expect(alertsOf(ill)).toEqual([
      { key: 'behind', words: { name: 'reports', seconds: 90 } },
      { key: 'dead', words: { name: 'webhook a', count: 2 } },
      { key: 'queue', words: { name: 'sms', count: 2_000 } },
      { key: 'lanes', words: { count: 5_000 } },
      { key: 'disk', words: { percent: 4 } },
    ]);
  });
});
