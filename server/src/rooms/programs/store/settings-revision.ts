import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const raiseRevision = statement(
  'programs.updateSettingsRevision',
  'update programs.settings_revision set revision = revision + 1',
);

/**
 * Tells every process that settings have changed. Goes last into the transaction that changed them: it locks the one
 * row until the commit, so that revisions are seen in the order of their commits.
 */
export const raiseSettingsRevision = async (tx: Tx): Promise<void> => {
  await tx.run(raiseRevision);
};
