import type { Queries } from '../../../platform/database/database.ts';
import { followerLagOf } from '../../../platform/followers/index.ts';

/** How far the lines of a tenant are behind its journal: rows that are not among them, and the age of the oldest of these. */
export type Lag = { readonly rows: bigint; readonly seconds: number };

/** The lag of a tenant's lines. */
export const readLag = (queries: Queries, tenant: number, follower: string): Promise<Lag> =>
  followerLagOf(queries, tenant, follower);
