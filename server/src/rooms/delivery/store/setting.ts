import type { Instant } from '../../../kernel/instant.ts';
import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { DeliverySetting } from '../setting.ts';

/** A setting as it stands in the database, its secrets sealed. */
export type KeptSetting = { readonly setting: DeliverySetting; readonly secrets: Buffer | undefined };

const selectSetting = statement<{ settings: DeliverySetting; secrets: Buffer | null }>(
  'delivery.selectSetting',
  `select settings, secrets from delivery.setting where tenant_id = $1 and program = $2`,
);

const selectWithCodes = statement<{ program: number }>(
  'delivery.selectProgramsWithCodes',
  `select program from delivery.setting where (settings ->> 'dynamicCodes')::boolean`,
);

const writeSetting = statement(
  'delivery.writeSetting',
  `insert into delivery.setting (tenant_id, program, settings, secrets, changed_at) values ($1, $2, $3::jsonb, $4, $5::timestamptz)
   on conflict (tenant_id, program) do update
      set settings = excluded.settings, secrets = excluded.secrets, changed_at = excluded.changed_at`,
);

/** How a program delivers; undefined where it does not. */
export async function findSetting(queries: Queries, tenant: number, program: number): Promise<KeptSetting | undefined> {
  const [row] = await queries.run(selectSetting, [tenant, program]);
  return row && { setting: row.settings, secrets: row.secrets ?? undefined };
}

export const keepSetting = (
  queries: Queries,
  at: { readonly tenant: number; readonly program: number; readonly now: Instant },
  kept: KeptSetting,
): Promise<unknown> =>
  queries.run(writeSetting, [
    ...[at.tenant, at.program, JSON.stringify(kept.setting), kept.secrets ?? null],
    postgresFromInstant(at.now),
  ]);

/** The programs whose cards are shown as codes of a minute. */
export const programsWithCodes = async (queries: Queries): Promise<ReadonlySet<number>> =>
  new Set((await queries.run(selectWithCodes, [])).map((row) => row.program));
