import type { Zone } from '../../kernel/zone.ts';

/** A place of sale. It owns the receipts that have no other owner, so it stands in a lane like a member does. */
export type Outlet = {
  readonly outlet: number;
  readonly tenant: number;
  readonly partner: number;
  readonly program: number;
  readonly code: string;
  readonly name: string;
  /** Where its clocks hang: local times of its tills, its business day, time windows of promotions. */
  readonly zone: Zone;
  /** A receipt before this hour (0 to 23, on the wall) belongs to the day before. */
  readonly cutOverHour: number;
  readonly groups: readonly string[];
  readonly state: 'open' | 'closed';
  readonly lane: number;
  readonly owner: bigint;
};

/** `zone` is the program's when left out; `cutOverHour` is midnight. */
export type OutletInput = {
  readonly partner: string;
  readonly program: string;
  readonly code: string;
  readonly name: string;
  readonly zone?: string | undefined;
  readonly cutOverHour?: number | undefined;
  readonly groups?: readonly string[] | undefined;
};

/** A list in memory of every outlet; more groups than this are a mistake of a program that calls. */
export const GROUPS_PER_OUTLET_MAX = 50;
