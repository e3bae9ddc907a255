import type { Database } from '../../platform/database/database.ts';
import { findScenarioRun, keepScenarioRun, listScenarioRuns, type ScenarioRun } from './store/scenario-run.ts';

export type { ScenarioRun, ScenarioRunHead } from './store/scenario-run.ts';

/** Keeps what came of a scenario in a program, with the rulebook of then; gives it with its id. */
export async function keepRun(
  database: Database,
  { tenant, program, credential }: { readonly tenant: number; readonly program: number; readonly credential: bigint },
  played: Omit<ScenarioRun, 'run'>,
): Promise<ScenarioRun> {
  const at = { tenant, program, credential, now: played.playedAt };
  return { ...played, run: await database.transaction((tx) => keepScenarioRun(tx, at, played)) };
}

/** One that is kept; undefined in another program. */
export const findKeptRun = (database: Database, program: number, run: bigint) =>
  findScenarioRun(database, program, run);

/** Those of a program, newest first, one more than `limit`. */
export const listKeptRunsOf = (database: Database, program: number, page: Parameters<typeof listScenarioRuns>[2]) =>
  listScenarioRuns(database, program, page);
