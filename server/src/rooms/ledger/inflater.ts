import { constants, createInflateRaw, inflateRawSync, type InflateRaw, type ZlibOptions } from 'node:zlib';

/** What of Node's stream is used although it is not documented, as in `deflater.ts`. */
type Kept = InflateRaw & { _handle: { close(): void }; _processChunk(chunk: Buffer, flush: number): Buffer };

/**
 * Inflates small texts one after another with one context that is reset, not made anew: most of the time of a small record is the
 * making of its context. Gives text, not bytes: the next one is written over them. Where this Node is of another build inside, or the
 * quick way ever fails, the documented one is taken.
 */
export function createInflater(options: ZlibOptions): (packed: Buffer) => string {
  const plain = (packed: Buffer): string => inflateRawSync(packed, options).toString('utf8');
  let quick: ((packed: Buffer) => string) | undefined;
  let isTried = false;
  return (packed) => {
    if (!isTried) {
      isTried = true;
      // Tried on what it is for: a wrong answer at the first or second text and it is never used.
      const tried = quickInflater(options);
      quick = tried && isTrue(tried, plain, packed) ? tried : undefined;
    }
    if (!quick) return plain(packed);
    try {
      return quick(packed);
    } catch {
      // A context that failed once is in no known state, and what is broken is told by the documented way.
      quick = undefined;
      return plain(packed);
    }
  };
}

function quickInflater(options: ZlibOptions): ((packed: Buffer) => string) | undefined {
  const stream = createInflateRaw(options) as Kept;
  const handle = stream._handle;
  if (typeof handle?.close !== 'function' || typeof stream._processChunk !== 'function') return undefined;
  // A synchronous run closes its context at the end; this one is wanted again.
  handle.close = () => undefined;
  return (packed) => {
    const text = stream._processChunk(packed, constants.Z_FINISH).toString('utf8');
    stream._handle = handle;
    stream.removeAllListeners('error');
    stream.reset();
    return text;
  };
}

function isTrue(quick: (packed: Buffer) => string, plain: (packed: Buffer) => string, packed: Buffer): boolean {
  try {
    const text = plain(packed);
    return quick(packed) === text && quick(packed) === text;
  } catch {
    return false;
  }
}
