/** In which rows of a pack a mark stands, counted over its blocks: their numbers while these are few, else a bit for each row. */
export type Posting = Uint16Array | { readonly bits: Uint8Array };

// As many numbers as take the room of a bit for each row.
const LISTED_SHARE = 16;
const LISTED = 1;
const BITS = 2;
const HEAD_BYTES = 8;

/** The bytes of a posting; `rows` come in their order, of a pack of so many. */
export function packPosting(rows: readonly number[], rowsOfPack: number): Buffer {
  if (rows.length * LISTED_SHARE < rowsOfPack) {
    const made = Buffer.alloc(HEAD_BYTES + 2 * rows.length);
    made[0] = LISTED;
    new Uint16Array(made.buffer, made.byteOffset + HEAD_BYTES, rows.length).set(rows);
    return made;
  }
  const made = Buffer.alloc(HEAD_BYTES + Math.ceil(rowsOfPack / 8));
  made[0] = BITS;
  for (const row of rows) made[HEAD_BYTES + (row >> 3)] |= 1 << (row & 7);
  return made;
}

/** What `packPosting` packed, as a view of its bytes. */
export function unpackPosting(bytes: Uint8Array): Posting {
  const from = bytes.byteOffset + HEAD_BYTES;
  const size = bytes.byteLength - HEAD_BYTES;
  if (bytes[0] === LISTED) return new Uint16Array(bytes.buffer, from, size / 2);
  return { bits: new Uint8Array(bytes.buffer, from, size) };
}

/** A bit for each row of a pack in which any of these marks stands. */
export function anyOf(postings: readonly Posting[], rowsOfPack: number): Uint8Array {
  const [first] = postings;
  if (postings.length === 1 && first !== undefined && 'bits' in first) return first.bits;
  const all = new Uint8Array(Math.ceil(rowsOfPack / 8));
  for (const posting of postings) {
    if (posting instanceof Uint16Array) for (const row of posting) all[row >> 3] |= 1 << (row & 7);
    else for (let n = 0; n < all.length; n++) all[n] |= posting.bits[n];
  }
  return all;
}
