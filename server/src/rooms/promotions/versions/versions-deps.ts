import type { Audit } from '../../../platform/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Programs } from '../../programs/index.ts';
import type { Approvals } from '../../staff/index.ts';
import type { Promotions } from '../create-promotions.ts';
import type { RulebookContent } from '../rulebook.ts';

/** Something that a search before publishing has found: a way to get points that were not meant. */
export type Finding = {
  readonly code: string;
  readonly promotion: string;
  readonly en: string;
  readonly es: string;
  /** False: no way around the rules, but what is given on purpose, or what the search could not do. */
  readonly isLoophole?: false;
};

/** What drafts and publications stand on. */
export type VersionsDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly promotions: Promotions;
  readonly approvals: Pick<Approvals, 'request' | 'onApproved' | 'findByReference'>;
  readonly audit: Audit;
  /** Slot: looks for ways around the rules before a second person is asked; nothing is found where it is left out. */
  readonly preflight?: ((program: number, content: RulebookContent) => Promise<readonly Finding[]>) | undefined;
};
