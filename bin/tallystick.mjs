#!/usr/bin/env node
// Starts the program on a Node that can run it. Plain JavaScript, so that an old Node reaches the message below.
import { fileURLToPath } from 'node:url';
import { findNode, refuseNode, runsTypeScript } from './find-node.mjs';
import { runNode } from './child-process.mjs';

const main = fileURLToPath(new URL('../server/src/app/cli/main.ts', import.meta.url));
// A batch's facts live for some milliseconds; in a young generation of 64 MB they die there, where collecting costs nothing.
const YOUNG_GENERATION = '--max-semi-space-size=64';
// Node's own code on pages of two megabytes where the system gives them: a tenth of the deciding thread's time, and nothing where it does not.
const LARGE_PAGES = '--use-largepages=silent';

runNode(
  runsTypeScript() ? process.execPath : (findNode() ?? refuseNode()),
  [YOUNG_GENERATION, LARGE_PAGES, main, ...process.argv.slice(2)],
  {
    lifeline: true,
  },
);
