import { randomUUID } from 'node:crypto';
import { addSeconds } from '../../../kernel/instant.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { PROGRAM_ITSELF, type Actor } from '../../../platform/audit.ts';
import { dropFile } from './card-file-safe.ts';
import { checkFile, type Progress, type WorkOutcome } from './check-file.ts';
import { makeCardsOfFile } from './make-cards-of-file.ts';
import { LEASE_SECONDS, type Making, type MakingState } from './making.ts';
import type { MakingDeps } from './making-deps.ts';
import { endLease, endMaking, findMaking, leaseMaking, renewLease } from './store/making.ts';
import { dropDetails } from './store/stock-detail.ts';
import { toldOfFile, traceFile } from './trace-file.ts';

// Told to the database so often; a person who watches sees it move.
const TOLD_EVERY_MS = 500;

/**
 * Works on files that wait, one after the other, until there is none: checks them, or makes the cards of confirmed ones. Several
 * processes may do so; a file is one's for as long as he says so. Gives how many were worked on.
 */
export async function workOnFiles(deps: MakingDeps, isStopping: () => boolean = () => false): Promise<number> {
  for (let count = 0; ; count++) {
    if (isStopping()) return count;
    const lease = randomUUID();
    const now = deps.clock.now();
    const making = await leaseMaking(deps.database, lease, now, addSeconds(now, LEASE_SECONDS));
    if (!making) return count;
    // Its range may have been opened an instant ago, by another process.
    await deps.programs.refresh();
    await deps.cards.refresh();
    await workOn(deps, making, lease, isStopping);
  }
}

async function workOn(deps: MakingDeps, making: Making, lease: string, isStopping: () => boolean): Promise<void> {
  const progress = tellProgress(deps, making, lease, isStopping);
  const isChecking = making.state === 'checking';
  let outcome: WorkOutcome;
  try {
    outcome = await (isChecking ? checkFile(deps, making, lease, progress) : makeCardsOfFile(deps, making, progress));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    outcome = { ok: false, refusal: 'cards.file.changed' };
  }
  if (outcome === 'stopped') await endLease(deps.database, making.making, lease);
  else if (outcome !== 'done') await refuseFile(deps, making, outcome);
  else if (!isChecking) await endFile(deps, making, ['creating'], { state: 'released' });
}

/** Says how far the work is, at most twice a second; false once it is to stop, or is somebody else's. */
function tellProgress(deps: MakingDeps, { making }: Making, lease: string, isStopping: () => boolean): Progress {
  let toldMs = 0;
  return async (at) => {
    if (isStopping()) return false;
    const nowMs = performance.now();
    // A piece of a file is worked on without a pause: tills have their turn here.
    await new Promise((resolve) => setImmediate(resolve));
    if (nowMs - toldMs < TOLD_EVERY_MS) return true;
    toldMs = nowMs;
    return renewLease(deps.database, making, lease, addSeconds(deps.clock.now(), LEASE_SECONDS), at);
  };
}

/** Ends a file that cannot be made; what was made of it so far is given up. */
async function refuseFile(deps: MakingDeps, making: Making, { refusal, facts }: Refusal): Promise<void> {
  await giveUpBatch(deps, making);
  await endFile(deps, making, ['checking', 'creating'], { state: 'refused', refusal, facts });
}

async function giveUpBatch(deps: MakingDeps, { tenant, making, requestedBy, person }: Making): Promise<void> {
  const batch = (await findMaking(deps.database, tenant, making))?.batch;
  if (batch === undefined) return;
  const actor = { credential: requestedBy, person };
  await deps.cards.abandonBatch({ tenant, by: requestedBy, actor }, batch);
  await dropDetails(deps.database, tenant, batch);
}

type End = {
  readonly state: MakingState;
  readonly refusal?: string;
  readonly facts?: Readonly<Record<string, string>> | undefined;
};

async function endFile(deps: MakingDeps, making: Making, from: readonly MakingState[], end: End): Promise<boolean> {
  const isOurs = await endMaking(deps.database, making.making, from, { ...end, at: deps.clock.now() });
  if (isOurs) await dropFile(deps, making.file.name);
  return isOurs;
}

/** Gives a file up that nobody has confirmed. False when it is past that. */
export async function abandonFile(deps: MakingDeps, making: Making, by: Actor = PROGRAM_ITSELF): Promise<boolean> {
  const isOurs = await deps.database.transaction(async (tx) => {
    const end = { state: 'abandoned', at: deps.clock.now() } as const;
    if (!(await endMaking(tx, making.making, ['checking', 'checked'], end))) return false;
    const before = toldOfFile(making);
    await traceFile(deps, tx, making, {
      ...{ act: 'cards.file.abandoned', by, before, after: { ...before, state: 'abandoned' } },
    });
    return true;
  });
  if (isOurs) await dropFile(deps, making.file.name);
  return isOurs;
}
