import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../kernel/fault.ts';
import type { Config } from '../../platform/config.ts';
import { listSchemaChanges } from '../../platform/database/schema-changes.ts';
import { borrowServer, findDatabase, type DatabasePlace, type DatabaseServer } from '../../platform/database/server.ts';

const BEGIN = '"tallystick start" makes one';

/**
 * Where the database of this installation is, for commands that make none: a folder that was named by mistake must stay as it is. A Fault
 * where no cluster was made yet. Whether there is a database at an address only its server knows.
 */
export function placeOfInstallation(config: Config): DatabasePlace {
  const place = findDatabase(config);
  // Where it may not be looked at, that is thrown: it is another sentence than that there is nothing.
  if (place.kind === 'embedded' && !statSync(join(place.cluster, 'PG_VERSION'), { throwIfNoEntry: false })) {
    throw new Fault(
      `there is no installation in ${config.dataDir} yet: ${BEGIN}, or set DATA_DIR to the folder of yours`,
      {
        retry: 'never',
      },
    );
  }
  return place;
}

/** The server of this installation, whatever is in its database. A Fault where there is no installation yet: nothing is made. */
export async function borrowCluster(config: Config): Promise<DatabaseServer> {
  return borrowServer(placeOfInstallation(config));
}

/**
 * The server of this installation, for commands that read its tables. A Fault where there is no installation yet, or where its schema is not
 * the one of this program: nothing is made, and nothing brought up to date.
 */
export async function borrowInstallation(config: Config): Promise<DatabaseServer> {
  const place = placeOfInstallation(config);
  const server = await borrowServer(place);
  try {
    refuseOtherSchema(await listSchemaChanges(server.url), place, config);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function refuseOtherSchema(
  changes: Awaited<ReturnType<typeof listSchemaChanges>>,
  place: DatabasePlace,
  config: Config,
): void {
  const where = place.kind === 'embedded' ? config.dataDir : `the database of ${place.from}`;
  if (changes.every(({ known, appliedAt }) => !known || appliedAt === null)) {
    throw new Fault(`there is no installation in ${where} yet: ${BEGIN}`, { retry: 'never' });
  }
  const stranger = changes.find(({ known }) => !known);
  if (stranger) {
    throw new Fault(
      `${where} has the schema change ${stranger.name}, which this program does not know: it is too old`,
      {
        retry: 'never',
      },
    );
  }
  const missing = changes.filter(({ appliedAt }) => appliedAt === null).length;
  if (missing > 0) {
    throw new Fault(
      `${where} lacks ${missing} schema ${missing === 1 ? 'change' : 'changes'} of this program: ` +
        '"tallystick start" or "tallystick db changes --apply" brings it up to date',
      { retry: 'never' },
    );
  }
}
