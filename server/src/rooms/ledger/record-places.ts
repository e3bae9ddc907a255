import { assert } from '../../kernel/assert.ts';
import type { RecordPlace } from './body.ts';

/** What a row says of its record. `body` is the one that it holds, or that of the row which holds its record. */
export type RecordRow = { readonly seq: bigint; readonly record_back: number | null; readonly body: Buffer | null };

/**
 * Where the records of rows stand that are read in the order of their numbers: a row that holds a body serves those behind it, which
 * need not bring it along. Gives nothing for a row without a record; a body that never came is a bug.
 */
export function createRecordPlaces(): (row: RecordRow) => RecordPlace | undefined {
  let held: { readonly seq: bigint; readonly body: Buffer } | undefined;
  return ({ seq, record_back: back, body }) => {
    if (back === null) return undefined;
    const holder = seq - BigInt(back);
    if (body && held?.seq !== holder) held = { seq: holder, body };
    assert(held?.seq === holder, `the body of row ${seq} is not there`);
    return { body: held.body, place: back };
  };
}
