#!/usr/bin/env node
// node bin/node.mjs <arguments>: runs them on a Node that can run TypeScript, as `node <arguments>` would.
import { findNode, refuseNode } from './find-node.mjs';
import { runNode } from './child-process.mjs';

runNode(findNode() ?? refuseNode(), process.argv.slice(2), { lifeline: false });
