import type { Instant } from '../../kernel/instant.ts';
import { INSTANT_NEVER } from '../../kernel/instant.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import { courseStart, type Course } from './course.ts';
import type { TierDefinition } from './definition.ts';
import type { Mark } from './mark.ts';

/** A tier that somebody gave by hand; it stands before what was counted until it ends. */
export type ByHand = {
  readonly tier: string;
  readonly since: Instant;
  readonly until: Instant;
  readonly reason: string;
};

/** A member's standing in a program: what was counted, where that led, and which tier was told. */
export type Standing = OwnerKey & {
  readonly tenant: number;
  readonly program: number;
  /** The version of the rules that the course stands by. */
  readonly version: number;
  /** For windows from enrolment to enrolment. */
  readonly enrolledAt: Instant;
  /** The tier that rules see and that was told; empty for none. */
  readonly tier: string;
  readonly since: Instant;
  /** The next moment at which time alone may change the tier; never later than the true one. */
  readonly dueAt: Instant;
  readonly marks: readonly Mark[];
  /** Where the course begins anew when something is counted late: by the rules of `version`. */
  readonly anchor: Course;
  readonly course: Course;
  readonly byHand?: ByHand | undefined;
};

export type StandingKey = OwnerKey & { readonly program: number };

/** A standing of somebody for whom nothing was counted yet. */
export const newStanding = (
  key: StandingKey & { readonly tenant: number },
  definition: TierDefinition,
  enrolledAt: Instant,
): Standing => {
  const course = courseStart(definition);
  return {
    ...{ lane: key.lane, owner: key.owner, tenant: key.tenant, program: key.program },
    ...{ version: definition.version, enrolledAt, tier: course.level, since: enrolledAt, dueAt: INSTANT_NEVER },
    ...{ marks: [], anchor: course, course },
  };
};

/** The tier that holds at the standing's moment: the one given by hand while it lasts, else by what was counted. */
export const tierOf = ({ byHand, course }: Pick<Standing, 'byHand' | 'course'>): string =>
  byHand && byHand.until > course.at ? byHand.tier : course.level;
