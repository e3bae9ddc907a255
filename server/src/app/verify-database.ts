import type { Verify } from '../platform/database/copy/move.ts';
import { listSchemaChanges } from '../platform/database/schema-changes.ts';

/**
 * Asks a copied database whether it is right, before anything is switched to it: its schema must be made of changes
 * that this program knows.
 */
export const verifyDatabase: Verify = async (url) => {
  const stranger = (await listSchemaChanges(url)).find(({ known }) => !known);
  return stranger ? { ok: false, problem: `the schema change ${stranger.name} is unknown` } : { ok: true };
};
