import {
  constants,
  createDeflateRaw,
  deflateRawSync,
  inflateRawSync,
  type DeflateRaw,
  type ZlibOptions,
} from 'node:zlib';

/** What of Node's stream is used although it is not documented; npm's own archives are written this way (minizlib). */
type Kept = DeflateRaw & { _handle: { close(): void }; _processChunk(chunk: Buffer, flush: number): Buffer };

type Deflate = (content: Buffer, before?: Buffer) => Buffer;

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Deflates small texts one after another with one context that is reset, not made anew: 6 µs against 14 for a sale's record, and no
 * memory outside the heap for the collector to follow. Where this Node is of another build inside, or the quick way ever fails, the
 * documented one is taken. `before` is put in front of what comes out.
 */
export function createDeflater(options: ZlibOptions): Deflate {
  const plain = (content: Buffer, before = NOTHING): Buffer =>
    Buffer.concat([before, deflateRawSync(content, options)]);
  let quick = quickDeflater(options);
  if (!quick || !isTrue(quick, options)) return plain;
  return (content, before) => {
    try {
      return (quick ?? plain)(content, before);
    } catch {
      // A context that failed once is in no known state.
      quick = undefined;
      return plain(content, before);
    }
  };
}

function quickDeflater(options: ZlibOptions): Deflate | undefined {
  const stream = createDeflateRaw(options) as Kept;
  const handle = stream._handle;
  if (typeof handle?.close !== 'function' || typeof stream._processChunk !== 'function') return undefined;
  // A synchronous run closes its context at the end; this one is wanted again.
  handle.close = () => undefined;
  return (content, before = NOTHING) => {
    const packed = stream._processChunk(content, constants.Z_FINISH);
    stream._handle = handle;
    stream.removeAllListeners('error');
    stream.reset();
    // The stream writes the next text over this one.
    return Buffer.concat([before, packed]);
  };
}

/** Tries it twice, since what a reset leaves behind would show at the second text only. */
function isTrue(deflate: Deflate, options: ZlibOptions): boolean {
  try {
    return ['a first text, a first text', 'another'].every((text) => {
      const packed = deflate(Buffer.from(text));
      return inflateRawSync(packed, { dictionary: options.dictionary }).toString('utf8') === text;
    });
  } catch {
    return false;
  }
}
