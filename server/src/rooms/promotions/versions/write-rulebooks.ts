import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { raiseSettingsRevision } from '../../programs/index.ts';
import { budgetsAgainst } from '../limits/budgets-against.ts';
import { publishedAct, refuseVersion } from '../publish.ts';
import type { PreparedRulebook } from '../publish.ts';
import type { PublishRefusalCode } from '../refusals.ts';
import { insertRulebook } from '../store/rulebook.ts';
import type { Publication } from './draft.ts';
import { insertPublication } from './store/publication.ts';
import type { VersionsDeps } from './versions-deps.ts';

export type Why = Pick<Publication, 'kind' | 'promotion' | 'draft' | 'restored' | 'approval' | 'reference' | 'reason'>;

/**
 * Writes all rulebooks of an act with the reason of each, in the caller's transaction, which has to roll back on a
 * refusal. Refuses when somebody has published since they were made ready. `by` stands in the audit chain.
 */
export const writeRulebooks = async (
  deps: VersionsDeps,
  tx: Tx,
  rulebooks: readonly PreparedRulebook[],
  why: Why,
  by: Actor,
): Promise<Ok<object> | Refusal<PublishRefusalCode>> => {
  for (const { row } of rulebooks) {
    const short = await budgetsAgainst(tx, row, deps.programs.settings().program(row.program).zone);
    if (short) return short;
    const rulebook = await insertRulebook(tx, { ...row, publishedBy: by.credential ?? 0n });
    if (rulebook === undefined) return refuseVersion(row.version, row.version + 1);
    const { tenant, program, version, publishedAt } = row;
    await insertPublication(tx, { tenant, program, version, publishedAt, ...why });
  }
  await raiseSettingsRevision(tx);
  for (const prepared of rulebooks) {
    const { code } = deps.programs.settings().program(prepared.row.program);
    await deps.audit(tx, { ...publishedAct(prepared, by, code), reason: why.reason });
  }
  return { ok: true };
};
