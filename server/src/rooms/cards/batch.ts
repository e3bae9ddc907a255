import type { Instant } from '../../kernel/instant.ts';

export const BATCH_SOURCES = ['generator', 'csv', 'api', 'form', 'migration'] as const;
export type BatchSource = (typeof BATCH_SOURCES)[number];
export type BatchState = 'making' | 'made' | 'released' | 'abandoned' | 'destroyed';

/** Where the plastic is. */
export const CUSTODY_STAGES = ['print_sent', 'handed_over', 'received', 'lost'] as const;
export type CustodyStage = (typeof CUSTODY_STAGES)[number];

/** Cards made together, in one range. */
export type Batch = {
  readonly batch: bigint;
  readonly tenant: number;
  readonly range: number;
  readonly quantity: number;
  /** Serials 1 to `made` are in stock. */
  readonly made: number;
  readonly source: BatchSource;
  readonly state: BatchState;
  /** Why it was given up by itself; undefined also where a person gave it up. */
  readonly givenUpBecause: 'range_full' | undefined;
  readonly stage: 'generated' | CustodyStage;
  readonly requestedBy: bigint;
  readonly requestedAt: Instant;
  readonly releasedBy: bigint | undefined;
  readonly releasedAt: Instant | undefined;
  readonly print: {
    readonly state: 'none' | 'ready' | 'downloaded';
    readonly approval: bigint | undefined;
    readonly sha256: Buffer | undefined;
    readonly downloadedBy: bigint | undefined;
    readonly downloadedAt: Instant | undefined;
  };
};

export const BATCH_QUANTITY_MAX = 10_000_000;
