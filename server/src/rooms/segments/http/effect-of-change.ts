import type { Ok } from '../../../kernel/refusal.ts';
import type { Effect } from '../../../platform/http/endpoint.ts';
import type { Segment } from '../segment.ts';
import type { SegmentRouteDeps } from './room-endpoint.ts';

/** The kind of request by which changes of a list wait. */
export const LIST = 'segments.list';

export type Change = {
  readonly segment: Segment;
  readonly reference: string;
  /** How many rows put somebody in, and take somebody out. */
  readonly add: number;
  readonly remove: number;
  readonly isWhole: boolean;
};

/**
 * What changing a list would do while promotions in force, or scheduled, ask for it: who stands on it gets what they give. Nothing to ask about
 * where none does, where people are only taken from a list that is asked for as it stands, and where the same was done before.
 */
export async function effectOfChange(
  { segments, promotions }: SegmentRouteDeps,
  { segment, reference, add, remove, isWhole }: Change,
): Promise<Ok<{ readonly effect?: Effect | undefined }>> {
  if (await segments.isDone(segment.tenant, reference)) return { ok: true };
  await promotions.refresh();
  const read = promotions.speaksOf(segment.tenant, { of: 'segment', name: segment.code });
  const isLess = add === 0 && !read?.isByAbsence;
  if (!read || isLess) return { ok: true };
  const facts = { segment: segment.code, add, remove, isWhole, promotions: read.promotions };
  return { ok: true, effect: { subject: `segment ${segment.code}`, facts } };
}
