// Draws, digests and seals numbers beside the thread that serves tills.

import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../../kernel/assert.ts';
import { keysInThread } from '../../../platform/bounded-thread.ts';
import { encryptField, type Keys } from '../../../platform/keys.ts';
import { printContext, printLines } from '../print/print-chunk.ts';
import type { Range } from '../range.ts';
import { sealNumbers } from '../stock-number.ts';
import { createDrawer, drawNumber, drawPin } from './draw-numbers.ts';
import { encodeStock, type StockEntry } from './encode-stock.ts';

/** What the worker stands on. */
export type NumberWorkerData = {
  readonly keys: Keys;
  readonly tenant: number;
  readonly batch: bigint;
  readonly range: Pick<Range, 'prefix' | 'length' | 'charset' | 'checkDigit' | 'pinLength'>;
};

/**
 * Draws a number for each serial of a chunk; draws candidates, as if their serials were 1 to `count`; gives candidates to serials whose number
 * somebody had; seals the numbers of a chunk; or seals all of it for the printer and forgets it.
 */
export type NumberOrder =
  | { readonly is: 'draw'; readonly chunk: number; readonly serials: readonly number[] }
  | { readonly is: 'candidates'; readonly count: number }
  | {
      readonly is: 'assign';
      readonly chunk: number;
      readonly serials: readonly number[];
      readonly free: readonly number[];
    }
  | { readonly is: 'numbers'; readonly chunk: number }
  | { readonly is: 'seal'; readonly chunk: number };

export type NumberAnswer = { readonly bytes: Uint8Array<ArrayBuffer> };

const { keys: cloned, tenant, batch, range } = workerData as NumberWorkerData;
const keys = keysInThread(cloned);

const chunks = new Map<number, Map<number, StockEntry>>();
const draw = createDrawer();

const drawn = (serial: number): StockEntry => ({ serial, number: drawNumber(draw, range), pin: drawPin(draw, range) });
let candidates: StockEntry[] = [];

function answer(order: NumberOrder): Buffer {
  if (order.is === 'candidates') {
    candidates = Array.from({ length: order.count }, (_, i) => drawn(i + 1));
    return encodeStock(keys, candidates);
  }
  if (order.is === 'draw' || order.is === 'assign') {
    const chunk = chunks.get(order.chunk) ?? new Map<number, StockEntry>();
    chunks.set(order.chunk, chunk);
    const entries =
      order.is === 'draw'
        ? order.serials.map(drawn)
        : order.serials.map((serial, i) => ({ ...candidates[order.free[i]! - 1]!, serial }));
    for (const one of entries) chunk.set(one.serial, one);
    return encodeStock(keys, entries);
  }
  // Kept until the next one is sealed: a chunk whose transaction was undone is sealed again.
  for (const earlier of chunks.keys()) if (earlier < order.chunk) chunks.delete(earlier);
  const chunk = chunks.get(order.chunk);
  assert(chunk, `chunk ${order.chunk} was drawn`);
  if (order.is === 'numbers')
    return sealNumbers(keys, { tenant, batch, firstSerial: order.chunk }, [...chunk.values()]);
  return encryptField(keys, printLines([...chunk.values()]), printContext(tenant, batch, order.chunk));
}

const port = parentPort;
assert(port, 'this file is a worker');
port.on('message', (order: NumberOrder) => {
  // A copy of its own: the memory goes to the other thread.
  const bytes = new Uint8Array(answer(order));
  port.postMessage({ bytes } satisfies NumberAnswer, [bytes.buffer]);
});
