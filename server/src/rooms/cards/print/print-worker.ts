// Writes and encrypts the lines of a print file beside the thread that serves tills: those of a million cards are seconds of work, and
// hundreds of megabytes of garbage.

import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../../kernel/assert.ts';
import { keysInThread } from '../../../platform/bounded-thread.ts';
import { decryptField, type Keys } from '../../../platform/keys.ts';
import type { TrackTemplates } from '../range.ts';
import { printContext, readPrintLines, type Printed } from './print-chunk.ts';
import { lineWriter, type PrintLayout } from './print-layout.ts';
import { openFileSealer } from './seal-file.ts';
import { trackData } from './track-data.ts';

/** What the thread stands on. */
export type PrintWorkerData = {
  readonly keys: Keys;
  readonly tenant: number;
  readonly batch: bigint;
  readonly track: TrackTemplates;
  readonly layout: PrintLayout;
  readonly passphrase: string;
};

/** The head of the file, once and first; a sealed chunk of cards; the end, once and last. */
export type PrintWorkOrder =
  | { readonly is: 'head' }
  | { readonly is: 'chunk'; readonly firstSerial: number; readonly sealed: Uint8Array }
  | { readonly is: 'end' };

/** What the file goes on with; undefined where a value is wider than its column. */
export type PrintWorkAnswer = { readonly bytes: Uint8Array<ArrayBuffer> | undefined };

const { keys: cloned, tenant, batch, track, layout, passphrase } = workerData as PrintWorkerData;
const keys = keysInThread(cloned);
const sealer = await openFileSealer(passphrase);
const writer = lineWriter(layout);
const batchText = String(batch);

function lineOf(card: Printed): string | undefined {
  return writer.line({
    ...trackData(track, card, batchText),
    serial: String(card.serial),
    number: card.number,
    number_grouped: card.number.replace(/(.{4})(?=.)/g, '$1 '),
    pin: card.pin ?? '',
    last_four: card.number.slice(-4),
    batch: batchText,
  });
}

function answer(order: PrintWorkOrder): Buffer | undefined {
  if (order.is === 'head') return Buffer.concat([sealer.head, sealer.update(writer.header)]);
  if (order.is === 'end') return sealer.end();
  const { firstSerial } = order;
  // Never more than one chunk is in the clear.
  const lines = decryptField(keys, Buffer.from(order.sealed), printContext(tenant, batch, firstSerial)).toString();
  let text = '';
  for (const card of readPrintLines(lines)) {
    const line = lineOf(card);
    if (line === undefined) return undefined;
    text += line;
  }
  return sealer.update(text);
}

const port = parentPort;
assert(port, 'this file is a worker');
port.on('message', (order: PrintWorkOrder) => {
  const made = answer(order);
  // A copy of its own: the memory goes to the other thread.
  const bytes = made && new Uint8Array(made);
  port.postMessage({ bytes } satisfies PrintWorkAnswer, bytes ? [bytes.buffer] : []);
});
