import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { StandingKey } from '../standing.ts';

const selectLanes = statement<{ lane: number; tenant: number }>(
  'tiers.selectLanes',
  `select distinct lane, tenant_id as tenant from lanes.lane where tenant_id = any($1::int[]) order by lane`,
);

// Whoever was merged stands still until he is unmerged: his survivor has what was counted.
const IS_THERE = `exists (select 1 from lanes.owner as who where who.lane = held.lane and who.owner = held.member and who.state <> 'merged')`;

// Served by standing_due: those that are due longest come first.
const selectDue = statement<{ member: bigint; program: number }>(
  'tiers.selectDue',
  `select held.member, held.program from tiers.standing as held
    where held.lane = $1 and held.due_at <= $2::timestamptz and ${IS_THERE} order by held.due_at limit $3`,
);

// Served by standing_version: those who stand by rules of before.
const selectBehind = statement<{ member: bigint; program: number }>(
  'tiers.selectBehind',
  `select held.member, held.program
     from unnest($2::int[], $3::int[]) as in_force(program, version)
     join tiers.standing as held
       on held.lane = $1 and held.program = in_force.program and held.version < in_force.version and ${IS_THERE}
    limit $4`,
);

/** The lanes of tenants that count tiers. */
export const listLanes = (
  queries: Queries,
  tenants: readonly number[],
): Promise<readonly { lane: number; tenant: number }[]> => queries.run(selectLanes, [tenants]);

/** Whose tier time has changed by `now`, or new rules may have; at most `limit` of each. */
export async function listDueStandings(
  queries: Queries,
  lane: number,
  now: Instant,
  inForce: readonly { readonly program: number; readonly version: number }[],
  limit: number,
): Promise<StandingKey[]> {
  const [due, behind] = await Promise.all([
    queries.run(selectDue, [lane, postgresFromInstant(now), limit]),
    queries.run(selectBehind, [lane, inForce.map((one) => one.program), inForce.map((one) => one.version), limit]),
  ]);
  return [...due, ...behind].map(({ member, program }) => ({ lane, owner: member, program }));
}
