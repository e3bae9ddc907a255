import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../platform/config.ts';
import { startEmbedded } from '../../platform/database/embedded.ts';
import { borrowServer, findDatabase, type DatabaseServer } from '../../platform/database/server.ts';

/**
 * A server for stories of the whole system, beside whose databases one is made for them: that of this installation, or, where there is none
 * yet, one in a temporary folder, which goes when it stops. A story makes no installation.
 */
export async function borrowForStories(config: Config): Promise<Pick<DatabaseServer, 'url' | 'stop'>> {
  const place = findDatabase(config);
  if (place.kind === 'external' || existsSync(join(place.cluster, 'PG_VERSION'))) return borrowServer(place);
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-stories-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    // The server may run as another user than we are.
    chmodSync(folder, 0o755);
    const server = await startEmbedded(join(folder, 'pg'), { durable: false });
    return { url: server.url, stop: (withinMs) => server.stop(withinMs).finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
