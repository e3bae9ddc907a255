import type { NameFound, NameKey } from './directory.ts';
import type { OwnerKind } from './owner.ts';

const SEGMENTS = 256;
const SLOT_BYTES = 64;
const KEY_BYTES = 32;
const KEY_AT = SLOT_BYTES - KEY_BYTES;
const FIRST_SLOTS = 16;
// Beyond it a search walks too far.
const FULL = 0.7;
// At a fill of seven tenths a search ends within a handful of steps; once a part may grow no more it fills up, and what finds no place takes one.
const STEPS_MAX = 24;
// Keys are keyed digests behind a byte that tells the key's age: any other of their bytes are as good as a hash of all.
const SEGMENT_BYTE = 8;
const HASH_BYTE = 12;
const OWNER_KINDS: readonly OwnerKind[] = ['member', 'gift_card', 'outlet', 'household'];

type Segment = { slots: number; used: number; bytes: Buffer };

/**
 * What names led to when somebody last looked: a hint for who proves it under the lock, never an answer. It holds keyed digests of 32 bytes
 * and where they led, 64 bytes each, outside of the heap: as objects they would be there for each collection to walk
 * through. Names of owners who are not active are not kept. In parts that grow by themselves: to double all of it would hold tills up.
 */
export class NameMemory {
  readonly #segments: (Segment | undefined)[] = Array.from({ length: SEGMENTS });
  readonly #kinds: string[] = [];
  readonly #slotsMax: number;
  #size = 0;

  /** `bytesMax`: how much it may hold; what comes then takes somebody else's place. */
  constructor(bytesMax: number) {
    this.#slotsMax = Math.max(FIRST_SLOTS, 2 ** Math.floor(Math.log2(bytesMax / SLOT_BYTES / SEGMENTS)));
  }

  /** True when what comes next takes somebody else's place. */
  get isFull(): boolean {
    return this.#size >= this.#slotsMax * SEGMENTS * FULL;
  }

  /** How many names are remembered. */
  get size(): number {
    return this.#size;
  }

  /** Where a name led; undefined when nobody remembers. */
  recall(name: NameKey): NameFound | undefined {
    const { tenant, key } = name;
    const kind = this.#kinds.indexOf(name.kind);
    if (key.length !== KEY_BYTES || kind < 0) return undefined;
    const segment = this.#segments[key[SEGMENT_BYTE]];
    const at = segment && find(segment, tenant, kind, key);
    if (at === undefined || segment!.bytes.readUInt32LE(at) === 0) return undefined;
    const { bytes } = segment!;
    return {
      name,
      lane: bytes.readInt32LE(at + 8),
      owner: bytes.readBigInt64LE(at + 16),
      subject: bytes.readBigInt64LE(at + 24),
      revision: bytes.readInt32LE(at + 12),
      state: 'active',
      kind: OWNER_KINDS[bytes[at + 5]],
    };
  }

  /** Keeps where a name led, or forgets it where its owner is not active any more. */
  remember({ name, lane, owner, subject, revision, state, kind: ownerKind }: NameFound): void {
    const { tenant, key } = name;
    if (key.length !== KEY_BYTES) return;
    const kind = this.#kindOf(name.kind);
    let segment = this.#roomFor(key);
    let at = find(segment, tenant, kind, key);
    while (at === undefined && segment.slots < this.#slotsMax) {
      segment = this.#grow(segment, key);
      at = find(segment, tenant, kind, key);
    }
    at ??= slotOf(segment, key);
    const { bytes } = segment;
    if (state !== 'active') {
      // A hole would end the search for those behind it: it stays, as nobody's.
      if (bytes.readUInt32LE(at) !== 0 && bytes.compare(key, 0, KEY_BYTES, at + KEY_AT, at + SLOT_BYTES) === 0)
        bytes.fill(0xff, at + KEY_AT, at + SLOT_BYTES);
      return;
    }
    if (bytes.readUInt32LE(at) === 0) {
      segment.used++;
      this.#size++;
    }
    bytes.writeUInt32LE(tenant, at);
    bytes[at + 4] = kind;
    bytes[at + 5] = OWNER_KINDS.indexOf(ownerKind);
    bytes.writeInt32LE(lane, at + 8);
    bytes.writeInt32LE(revision, at + 12);
    bytes.writeBigInt64LE(owner, at + 16);
    bytes.writeBigInt64LE(subject, at + 24);
    key.copy(bytes, at + KEY_AT);
  }

  #kindOf(kind: string): number {
    const known = this.#kinds.indexOf(kind);
    return known >= 0 ? known : this.#kinds.push(kind) - 1;
  }

  #roomFor(key: Buffer): Segment {
    let segment = this.#segments[key[SEGMENT_BYTE]];
    if (!segment) this.#segments[key[SEGMENT_BYTE]] = segment = emptySegment(FIRST_SLOTS);
    const mayStay = segment.used < segment.slots * FULL || segment.slots >= this.#slotsMax;
    return mayStay ? segment : this.#grow(segment, key);
  }

  #grow(segment: Segment, key: Buffer): Segment {
    const larger = emptySegment(segment.slots * 2);
    for (let from = 0; from < segment.bytes.length; from += SLOT_BYTES) {
      if (segment.bytes.readUInt32LE(from) === 0) continue;
      const at = freeSlot(larger, segment.bytes.readUInt32LE(from + KEY_AT + HASH_BYTE));
      segment.bytes.copy(larger.bytes, at, from, from + SLOT_BYTES);
      larger.used++;
    }
    return (this.#segments[key[SEGMENT_BYTE]] = larger);
  }
}

const emptySegment = (slots: number): Segment => ({ slots, used: 0, bytes: Buffer.alloc(slots * SLOT_BYTES) });

const slotOf = ({ slots }: Segment, key: Buffer): number => (key.readUInt32LE(HASH_BYTE) & (slots - 1)) * SLOT_BYTES;

/** The slot of a key, or the empty one where it would stand; undefined where the part is too full to find either near its place. */
function find(segment: Segment, tenant: number, kind: number, key: Buffer): number | undefined {
  const { bytes } = segment;
  let at = slotOf(segment, key);
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    const held = bytes.readUInt32LE(at);
    if (held === 0) return at;
    if (
      held === tenant &&
      bytes[at + 4] === kind &&
      bytes.compare(key, 0, KEY_BYTES, at + KEY_AT, at + SLOT_BYTES) === 0
    )
      return at;
    at = (at + SLOT_BYTES) % bytes.length;
  }
  return undefined;
}

function freeSlot({ slots, bytes }: Segment, hash: number): number {
  let at = (hash & (slots - 1)) * SLOT_BYTES;
  while (bytes.readUInt32LE(at) !== 0) at = (at + SLOT_BYTES) % bytes.length;
  return at;
}
