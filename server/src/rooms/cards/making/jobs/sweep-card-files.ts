import { addSeconds, MICROSECONDS_PER_MILLISECOND } from '../../../../kernel/instant.ts';
import { dropFile, listFiles } from '../card-file-safe.ts';
import { UNCONFIRMED_SECONDS_MAX } from '../making.ts';
import type { MakingDeps } from '../making-deps.ts';
import { dropOldFlaws, findForgotten, findOpenFiles } from '../store/making.ts';
import { abandonFile } from '../work-on-files.ts';

const FLAWS_KEPT_SECONDS = 30 * 24 * 3_600;
// An upload that is under way has no row yet.
const ORPHAN_SECONDS = 3_600;

/**
 * Gives up files that nobody confirmed within a day, forgets flaws after thirty, and takes files away that belong to none that is
 * open: of an upload that a crash broke off. Gives how many files were given up.
 */
export async function sweepCardFiles(deps: MakingDeps, isStopping: () => boolean = () => false): Promise<number> {
  const now = deps.clock.now();
  let given = 0;
  for (const making of await findForgotten(deps.database, addSeconds(now, -UNCONFIRMED_SECONDS_MAX))) {
    if (isStopping()) return given;
    if (await abandonFile(deps, making)) given += 1;
  }
  while (!isStopping() && (await dropOldFlaws(deps.database, addSeconds(now, -FLAWS_KEPT_SECONDS))) > 0);
  const old = (await listFiles(deps, now / MICROSECONDS_PER_MILLISECOND))
    .filter(({ ageSeconds }) => ageSeconds > ORPHAN_SECONDS)
    .map(({ name }) => name);
  const open = await findOpenFiles(deps.database, old);
  for (const name of old) if (!open.has(name)) await dropFile(deps, name);
  return given;
}
