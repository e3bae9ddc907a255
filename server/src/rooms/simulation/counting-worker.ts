// Counts stretches of the journal in a thread of its own: the thread that serves tills does not wait for a simulation.

import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../kernel/assert.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { countStretch, counterOf } from './count-stretch.ts';
import type { CountingTask, Stretch } from './stretch.ts';

const CONNECTIONS = 2;

const port = parentPort;
assert(port, 'this file is a worker');
const task = workerData as CountingTask;
const database = openDatabase(task.url, { connections: CONNECTIONS, applicationName: 'tallystick simulate' });
const counter = counterOf(task);

port.on('message', (message: Stretch | 'finish') => {
  if (message === 'finish') {
    port.postMessage({ tally: counter.tally });
    void database.close().finally(() => port.close());
    return;
  }
  countStretch(database, task, message, counter, (rows) => port.postMessage({ rows })).then(
    () => port.postMessage({ idle: true }),
    (error: unknown) => port.postMessage({ failed: error instanceof Error ? error.message : typeof error }),
  );
});
port.postMessage({ idle: true });
