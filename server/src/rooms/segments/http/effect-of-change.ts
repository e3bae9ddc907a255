import type { Ok } from '../../../kernel/refusal.ts';
import type { Effect } from '../../../platform/http/endpoint.ts';
import type { NamedMember } from '../change-list.ts';
import type { Segment } from '../segment.ts';
import type { SegmentRouteDeps } from './room-endpoint.ts';

/** The kind of request by which changes of a list wait. */
export const LIST = 'segments.list';

/** Of a longer list whoever decides is shown the first of them, and how many there are. */
const MEMBERS_TOLD_MAX = 20;

export type Change = {
  readonly segment: Segment;
  readonly reference: string;
  /** Whom rows put in. */
  readonly add: readonly NamedMember[];
  /** How many rows take somebody out. */
  readonly remove: number;
  readonly isWhole: boolean;
};

/**
 * What changing a list would do while promotions in force, or scheduled, ask for it: who stands on it gets what they give. Nothing to ask about
 * where none does, where people are only taken from a list that is asked for as it stands, and where the same was done before.
 */
export async function effectOfChange(
  { segments, promotions, tokens }: SegmentRouteDeps,
  { segment, reference, add, remove, isWhole }: Change,
): Promise<Ok<{ readonly effect?: Effect | undefined }>> {
  if (await segments.isDone(segment.tenant, reference)) return { ok: true };
  await promotions.refresh();
  const read = promotions.speaksOf(segment.tenant, { of: 'segment', name: segment.code });
  const isLess = add.length === 0 && !read?.isByAbsence;
  if (!read || isLess) return { ok: true };
  const told = await segments.named(segment.tenant, add.slice(0, MEMBERS_TOLD_MAX));
  const members = told.map(({ lane, owner }) => tokens.encode('mem', lane, owner));
  const facts = {
    ...{ segment: segment.code, add: add.length, members, remove, isWhole },
    promotions: read.promotions,
  };
  return { ok: true, effect: { subject: `segment ${segment.code}`, facts } };
}
