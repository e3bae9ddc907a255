#!/usr/bin/env node
// Starts the program on a Node that can run it. Plain JavaScript, so that an old Node reaches the message below.
import { fileURLToPath } from 'node:url';
import { findNode, refuseNode, runsTypeScript } from './find-node.mjs';
import { runNode, watchNpm } from './child-process.mjs';

const main = fileURLToPath(new URL('../server/src/app/cli/main.ts', import.meta.url));

if (runsTypeScript()) {
  watchNpm(() => process.kill(process.pid, 'SIGTERM'));
  await import(main);
} else {
  runNode(findNode() ?? refuseNode(), [main, ...process.argv.slice(2)], { lifeline: true });
}
