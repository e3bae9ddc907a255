// Checks card files and makes their cards beside the thread that serves tills: a million rows are seconds of digests.

import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../kernel/assert.ts';
import { createTokens } from '../kernel/token.ts';
import { keysInThread } from '../platform/bounded-thread.ts';
import type { Audit } from '../platform/audit.ts';
import { systemClock } from '../platform/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { tokenKey } from '../platform/keys.ts';
import { createCards, createMakingJobs } from '../rooms/cards/index.ts';
import { createPrograms } from '../rooms/programs/index.ts';
import { appendAudit } from '../rooms/staff/index.ts';
import type { CardFilesWorkerData } from './work-on-card-files.ts';

const CONNECTIONS = 3;

const { url, folder, keys: cloned } = workerData as CardFilesWorkerData;
const keys = keysInThread(cloned);
const port = parentPort;
assert(port, 'this file is a worker');

const onFailure = (error: unknown): void => port.postMessage(error instanceof Error ? error.message : typeof error);
const clock = systemClock();
const database = openDatabase(url, { connections: CONNECTIONS, applicationName: 'tallystick card files' });
const tokens = createTokens(tokenKey(keys));
const programs = createPrograms({ database, clock, onFailure, equipTenant: () => Promise.resolve() });
// What is made here was confirmed by somebody: it stands in the chain in his name.
const audit: Audit = (tx, act) => appendAudit(tx, clock, act);
const cards = createCards({ database, keys, tokens, programs, clock, audit, onFailure });
const nobodyAsks = (): never => {
  throw new Error('codes are sent and second persons asked where requests come in');
};

await programs.refresh();
await cards.refresh();
for (const one of [programs, cards]) one.watch();
const jobs = createMakingJobs(
  { database, keys, tokens, clock, programs, cards, folder, sendCode: nobodyAsks, askSecondPerson: nobodyAsks },
  onFailure,
);
jobs.start();

// Any word from the other side means: end after the chunk under way.
port.once('message', () => {
  void jobs
    .stop()
    .then(() => Promise.all([programs.stop(), cards.stop()]))
    .then(() => database.close())
    .finally(() => port.close());
});
