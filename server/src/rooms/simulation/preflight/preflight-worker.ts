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
  const begun = performance.now();
  const isOver = (): boolean => performance.now() - begun > tookMax;
  port.postMessage({ id, found: searchLoopholes({ ...asked, content, rulebook: result.compiled, isOver }) });
});
