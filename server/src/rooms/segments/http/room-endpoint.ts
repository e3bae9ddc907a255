import type { z } from 'zod';
import type { segmentSchema } from '../../../../../contract/segments.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { LookUp } from '../../../platform/lanes/index.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Segments } from '../create-segments.ts';
import type { Segment } from '../segment.ts';

/** What the endpoints of this room stand on. */
export type SegmentRouteDeps = {
  readonly segments: Segments;
  /** What the rules of promotions make of a segment; undefined where none asks for it. */
  readonly promotions: {
    readonly refresh: () => Promise<void>;
    readonly speaksOf: (
      tenant: number,
      fact: { readonly of: 'segment'; readonly name: string },
    ) => { readonly promotions: readonly string[]; readonly isByAbsence: boolean } | undefined;
  };
  readonly tokens: Tokens;
  readonly machine: { readonly look: LookUp };
};

/** An endpoint of this room. */
export const roomEndpoint = endpointsFor<Principal>();

export const TAGS = ['segments'];
export const FIND_REFUSALS = ['segments.segment.not_for_bound', 'segments.segment.not_found'] as const;
export const CHANGE_REFUSALS = [
  ...FIND_REFUSALS,
  'operation.reference_missing',
  'operation.reference_differs',
  'operation.reference_reused',
] as const;

/** Refuses whoever is bound to a part of the tenant. */
export const boundAgainst = (principal: Principal): Refusal<'segments.segment.not_for_bound'> | undefined =>
  speaksForTenant(principal) ? undefined : refuse('segments.segment.not_for_bound');

/** The segment of a code, for whoever speaks for the whole tenant. */
export const segmentOf = async (
  { segments }: SegmentRouteDeps,
  principal: Principal,
  code: string,
): Promise<Ok<{ readonly segment: Segment }> | Refusal<(typeof FIND_REFUSALS)[number]>> =>
  boundAgainst(principal) ?? segments.find(principal.tenant, code);

/** A segment as the API shows it. */
export const segmentBody = ({ code, name, members, madeAt }: Segment): z.input<typeof segmentSchema> => ({
  ...{ code, name, members },
  madeAt: isoFromInstant(madeAt),
});
