// Counts stretches of the journal in a thread of its own: the thread that serves tills does not wait for a simulation.

import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../kernel/assert.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { countInOrder } from './count-in-order.ts';
import { countStretch, counterOf } from './count-stretch.ts';
import type { CountingTask, Days, InOrder, Stretch } from './stretch.ts';

const CONNECTIONS = 2;

const port = parentPort;
assert(port, 'this file is a worker');
const task = workerData as CountingTask;
const database = openDatabase(task.url, { connections: CONNECTIONS, applicationName: 'tallystick simulate' });
const counter = counterOf(task);
const reads = { queries: database, task, answers: counter.answers };

const onRows = (rows: number): void => port.postMessage({ rows });

port.on('message', (message: Stretch | Days | InOrder | 'finish') => {
  if (message === 'finish') {
    port.postMessage({ tally: counter.finish() });
    void database.close().finally(() => port.close());
    return;
  }
  const counting =
    'lanes' in message ? countInOrder(reads, message, counter, onRows) : countStretch(reads, message, counter, onRows);
  counting.then(
    () => port.postMessage({ idle: true }),
    (error: unknown) => port.postMessage({ failed: error instanceof Error ? error.message : typeof error }),
  );
});
port.postMessage({ idle: true });
