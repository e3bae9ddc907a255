import { openDatabase } from '../platform/database/database.ts';
import type { Verify } from '../platform/database/copy/move.ts';
import { listSchemaChanges } from '../platform/database/schema-changes.ts';
import { problemPlace } from '../rooms/ledger/index.ts';
import { verifyJournal } from '../rooms/points/index.ts';
import { verifyAudit } from '../rooms/staff/index.ts';

/** Tells, too, how much of about how much is through, and where it is. */
export type VerifyWatched = (
  url: string,
  onProgress?: (done: number, total: number, where: string) => void,
) => ReturnType<Verify>;

/**
 * Asks a copied database whether it is right, before anything is switched to it: its schema must be made of changes that this
 * program knows, and its books and audit chains must be whole from the first row to the last.
 */
export const verifyDatabase: VerifyWatched = async (url, onProgress) => {
  const stranger = (await listSchemaChanges(url)).find(({ known }) => !known);
  if (stranger) return { ok: false, problem: `the schema change ${stranger.name} is unknown` };
  const database = openDatabase(url, { connections: 1, applicationName: 'tallystick db verify' });
  try {
    const { problem } = await verifyJournal(database, {
      ...(onProgress && { onProgress: (done, total, at) => onProgress(Number(done), Number(total), `lane ${at}`) }),
    });
    if (problem) return { ok: false, problem: `${problem.table} at ${problemPlace(problem)}: ${problem.what}` };
    const audit = (await verifyAudit(database, undefined, onProgress)).problem;
    if (!audit) return { ok: true };
    return { ok: false, problem: `staff.audit of tenant ${audit.tenant} at ${audit.seq}: ${audit.what}` };
  } finally {
    await database.close();
  }
};
