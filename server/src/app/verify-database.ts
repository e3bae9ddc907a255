import type { Verify } from '../platform/database/copy/move.ts';
import { openDatabase } from '../platform/database/database.ts';
import { listSchemaChanges } from '../platform/database/schema-changes.ts';
import { verifyJournal } from '../rooms/points/index.ts';

/**
 * Asks a copied database whether it is right, before anything is switched to it: its schema must be made of changes
 * that this program knows, and its whole journal must come out the same when it is computed again.
 */
export const verifyDatabase: Verify = async (url) => {
  const stranger = (await listSchemaChanges(url)).find(({ known }) => !known);
  if (stranger) return { ok: false, problem: `the schema change ${stranger.name} is unknown` };
  const database = openDatabase(url, { connections: 1, applicationName: 'tallystick journal verify' });
  try {
    const { problem } = await verifyJournal(database);
    return problem
      ? { ok: false, problem: `${problem.lane}-${problem.seq} in ${problem.table}: ${problem.what}` }
      : { ok: true };
  } finally {
    await database.close();
  }
};
