import type { Instant } from '../../kernel/instant.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import type { PersonField, ProfileKey } from './profile.ts';

/** A field of the profile, attributes (told as JSON), or a name (phone, external id) that leads to another member. */
export type ConflictField = PersonField | 'phone' | 'externalId' | 'attributes';

/** Something that was told and did not fit what is known. It waits for a person; nothing was overwritten. */
export type Conflict = ProfileKey & {
  /** The operation that found it. */
  readonly lane: number;
  readonly seq: bigint;
  readonly field: ConflictField;
  readonly told: string;
  readonly channel: string;
  /** The other member, where one person may stand here twice. */
  readonly other?: OwnerKey | undefined;
  readonly foundAt: Instant;
};

/** The merge queue of one member: what is open. */
export type ConflictQueue = ProfileKey & { readonly open: readonly Conflict[] };

/** Adds what was found, unless the same waits already. */
export function addConflicts(queue: ConflictQueue, found: readonly Conflict[]): ConflictQueue {
  const fresh = found.filter(
    (one) =>
      !queue.open.some(
        (known) => known.field === one.field && known.told === one.told && known.other?.owner === one.other?.owner,
      ),
  );
  return fresh.length === 0 ? queue : { ...queue, open: [...queue.open, ...fresh] };
}

/** The queue without the conflicts over fields that somebody has decided. */
export const settleConflicts = (queue: ConflictQueue, fields: readonly string[]): ConflictQueue =>
  queue.open.some((one) => fields.includes(one.field))
    ? { ...queue, open: queue.open.filter((one) => !fields.includes(one.field)) }
    : queue;
