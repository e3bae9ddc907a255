#!/usr/bin/env node
// Starts the program on a Node that can run it. Plain JavaScript, so that an old Node reaches the message below.
import { fileURLToPath } from 'node:url';
import { ENGINE_FLAGS } from './engine-flags.mjs';
import { findNode, refuseNode, runsTypeScript } from './find-node.mjs';
import { runNode } from './child-process.mjs';

const main = fileURLToPath(new URL('../server/src/app/cli/main.ts', import.meta.url));
runNode(
  runsTypeScript() ? process.execPath : (findNode() ?? refuseNode()),
  [...ENGINE_FLAGS, main, ...process.argv.slice(2)],
  {
    lifeline: true,
  },
);
