import type { Instant } from '../../../kernel/instant.ts';
import type { Actor } from '../../../platform/audit.ts';

/** A rulebook being written. Its content need not be right: what is wrong is told at every save, and refused at publishing. */
export type Draft = {
  readonly draft: bigint;
  readonly tenant: number;
  readonly program: number;
  readonly name: string;
  /** Grows with every save. */
  readonly revision: number;
  /** The published version that it began with. */
  readonly base: number;
  readonly content: Readonly<Record<string, unknown>>;
  readonly state: 'open' | 'published' | 'discarded';
  readonly publishedVersion: number | undefined;
  readonly changedAt: Instant;
  readonly changedBy: Actor;
};

export const DRAFTS_PER_PROGRAM_MAX = 200;

/** Why a version was published. */
export type Publication = {
  readonly tenant: number;
  readonly program: number;
  readonly version: number;
  readonly kind: 'draft' | 'pause' | 'pause_all' | 'resume' | 'restore';
  readonly promotion?: string | undefined;
  readonly draft?: bigint | undefined;
  readonly restored?: number | undefined;
  readonly approval?: bigint | undefined;
  readonly reference: string;
  readonly reason?: string | undefined;
  readonly publishedAt: Instant;
};
