import type { Instant } from '../../kernel/instant.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';

/** A member joined to a program. */
export type Enrolment = OwnerKey & { readonly program: number; readonly enrolledAt: Instant; readonly channel: string };
export type EnrolmentKey = OwnerKey & { readonly program: number };
