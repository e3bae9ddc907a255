import type { Instant } from '../../kernel/instant.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';

/** A promotion names them, and each is asked for by name: more than this is no list of lists any more. */
export const SEGMENTS_PER_TENANT_MAX = 1_000;
/** Rows of one change or file: what one transaction writes in a second or two. */
export const MEMBERS_PER_CHANGE_MAX = 20_000;

/** A list of members with a name. */
export type Segment = {
  readonly segment: number;
  readonly tenant: number;
  readonly code: string;
  readonly name: string;
  readonly madeAt: Instant;
  /** How many belong to it now. */
  readonly members: number;
};

/** A member's place in a list. */
export type Membership = OwnerKey & { readonly since: Instant };
