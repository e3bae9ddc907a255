// Searches for ways around a rulebook in a thread of its own: it takes as long as it may, and tills do not wait.

import { parentPort } from 'node:worker_threads';
import { assert } from '../../../kernel/assert.ts';
import { compile } from '../../promotions/index.ts';
import type { PreflightTask } from './run-preflight.ts';
import { searchLoopholes } from './search.ts';

const port = parentPort;
assert(port, 'this file is a worker');
port.on('message', ({ id, task }: { id: number; task: PreflightTask }) => {
  const { content, tookMax, ...asked } = task;
  const result = compile(content);
  assert(result.ok, 'what is searched was checked before');
  // By the time of this thread: on a machine that does other things too a search would end early, and find something else each time.
  const begun = process.threadCpuUsage();
  const isOver = (): boolean => {
    const { user, system } = process.threadCpuUsage(begun);
    return user + system > tookMax * 1_000;
  };
  port.postMessage({ id, found: searchLoopholes({ ...asked, content, rulebook: result.compiled, isOver }) });
});
