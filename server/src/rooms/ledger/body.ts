import { assert } from '../../kernel/assert.ts';
import { BODY_DICTIONARIES, BODY_DICTIONARY_VERSION } from './body-dictionaries.ts';
import { createDeflater } from './deflater.ts';
import { createInflater } from './inflater.ts';

const VERSION_BYTE = Buffer.of(BODY_DICTIONARY_VERSION);
const deflate = createDeflater({
  level: 6,
  windowBits: 12,
  memLevel: 4,
  dictionary: BODY_DICTIONARIES[BODY_DICTIONARY_VERSION],
});

/** What of the journal row an expanding shape may lean on: it need not be written twice. */
export type BodyContext = { readonly occurredAt: number };

/** A shorter way of writing the records of one kind, given by the room that owns them. A shape is for ever, like the rows. */
export type BodyShape<Record extends { readonly is: string }, Short> = {
  readonly is: Record['is'];
  shorten(record: Record): Short;
  expand(short: Short, context: BodyContext): Record;
};

const shapes = new Map<string, BodyShape<{ is: string }, unknown>>();

/** Makes a shape known. Two for one kind of record are a bug. */
export function registerBodyShape<Record extends { readonly is: string }, Short>(
  shape: BodyShape<Record, Short>,
): void {
  assert(!shapes.has(shape.is), `there are two body shapes for ${shape.is}`);
  shapes.set(shape.is, shape as unknown as BodyShape<{ is: string }, unknown>);
}

/** Packs a record: one byte of dictionary version, then raw deflate with that dictionary over its JSON, short where it has a shape. */
export function packBody(record: unknown): Buffer {
  const shape = shapes.get((record as { is: string }).is);
  const written = shape ? [shape.is, shape.shorten(record as { is: string })] : record;
  const packed = deflate(Buffer.from(JSON.stringify(written)));
  return Buffer.concat([VERSION_BYTE, packed]);
}

const inflaters = new Map<number, (packed: Buffer) => string>();

// One context per dictionary, kept: making one is most of the time of reading a sale.
function inflaterOf(version: number, dictionary: Buffer): (packed: Buffer) => string {
  const known = inflaters.get(version) ?? createInflater({ dictionary });
  inflaters.set(version, known);
  return known;
}

/**
 * What a packed record holds as it was written: with its kind before it where it was written in short, for readers of very many
 * who do not want all of it. Such a reader knows the shape of his own room.
 */
export function unpackWritten(body: Buffer): unknown {
  const dictionary = BODY_DICTIONARIES[body[0]];
  assert(dictionary, `there is no body dictionary ${body[0]}`);
  return JSON.parse(inflaterOf(body[0], dictionary)(body.subarray(1)));
}

/** Reads a packed record. An unknown dictionary version or shape is a bug: both are kept for ever. */
export function unpackBody(body: Buffer, context: BodyContext = { occurredAt: 0 }): unknown {
  const written = unpackWritten(body);
  if (!Array.isArray(written)) return written;
  const shape = shapes.get(written[0] as string);
  assert(shape, `there is no body shape ${String(written[0])}`);
  return shape.expand(written[1], context);
}
