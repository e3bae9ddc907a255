import { canonicalJson, digest } from '../../kernel/canonical.ts';
import { addSeconds } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { repeatWork } from '../../platform/jobs/repeat-work.ts';
import type { Jobs } from '../../platform/jobs/repeat-work.ts';
import { simulate } from './simulate.ts';
import type { SimulationDeps } from './simulate.ts';
import { beatRun, countRuns, endRun, findRun, insertRun, selectRuns, takeRun } from './store/run.ts';
import type { Run } from './store/run.ts';

export type RunAsked = {
  readonly program: number;
  readonly reference: string;
  readonly draft?: string | undefined;
  readonly content: unknown;
  readonly from?: Instant | undefined;
  readonly before?: Instant | undefined;
  /** Obeyed when left out. */
  readonly obeysLimits?: boolean | undefined;
  readonly by: bigint;
};

export type { Run } from './store/run.ts';

/** Simulations in the background. */
export type Runs = {
  /** Keeps what is asked for; it is run when its turn comes. Refuses content that could not be published, and too many. */
  readonly ask: (asked: RunAsked) => Promise<Ok<{ readonly run: Run; readonly isNew: boolean }> | Refusal>;
  readonly find: (program: number, run: bigint) => Promise<Run | undefined>;
  readonly list: (
    program: number,
    page: { readonly before: bigint; readonly limit: number },
  ) => Promise<readonly Run[]>;
  /** Runs one that waits, if there is one. */
  readonly work: (signal?: AbortSignal) => Promise<boolean>;
  readonly jobs: Jobs;
};

export const WAITING_MAX = 20;
const LOOK_MS = 1_000;
const BEAT_MS = 500;
// A process that has not beaten for so long has ended.
const LOST_SECONDS = 60;

/** Makes them. One at a time in each process: a simulation takes a core that tills might want. */
export const createRuns = (deps: SimulationDeps & { readonly onFailure: (error: unknown) => void }): Runs => {
  const { database, clock } = deps;

  const work = async (given?: AbortSignal): Promise<boolean> => {
    const now = clock.now();
    const run = await takeRun(database, now, addSeconds(now, -LOST_SECONDS));
    if (run === undefined) return false;
    let rows = 0;
    let ofRows = 0;
    const beat = setInterval(() => {
      beatRun(database, run.run, rows, ofRows, clock.now()).catch(deps.onFailure);
    }, BEAT_MS);
    try {
      const outcome = await simulate(deps, {
        ...{ program: run.program, content: run.content, from: run.from, before: run.before, signal: given },
        obeysLimits: run.obeysLimits,
        onProgress: (passed, of) => {
          rows = passed;
          ofRows = of;
        },
      });
      clearInterval(beat);
      await beatRun(database, run.run, ofRows, ofRows, clock.now());
      if (outcome.ok) await endRun(database, run.run, { state: 'done', report: outcome.report });
      else await endRun(database, run.run, { state: 'failed', failure: outcome.refusal });
    } catch (error) {
      clearInterval(beat);
      // Stopped, it waits for the next process; otherwise it would fail again for ever.
      const isStopped = given?.aborted === true;
      const failure = error instanceof Error ? error.message : typeof error;
      await endRun(database, run.run, isStopped ? { state: 'waiting' } : { state: 'failed', failure });
      if (!isStopped) deps.onFailure(error);
    }
    return true;
  };

  let stopping = new AbortController();
  const repeated = repeatWork(
    [
      {
        pauseMs: LOOK_MS,
        work: async (isStopping) => {
          while (!isStopping() && (await work(stopping.signal)));
        },
      },
    ],
    deps.onFailure,
  );
  return {
    ask: async ({ program, reference, draft, content, from, before, obeysLimits = true, by }) => {
      const { tenant } = deps.programs.settings().program(program);
      const checked = deps.promotions.check(program, content);
      if (!checked.ok) return checked;
      const contentDigest = digest(
        canonicalJson({ content, program, from: from ?? null, before: before ?? null, obeysLimits }),
      );
      const made = {
        ...{ tenant, program, reference, draft, content, contentDigest, from, before, obeysLimits },
        ...{ at: clock.now(), by },
      };
      if ((await countRuns(database, tenant)) >= WAITING_MAX)
        return refuse('simulation.run.too_many', { max: String(WAITING_MAX) });
      const { run, isNew } = await insertRun(database, made);
      if (!run.contentDigest.equals(contentDigest)) return refuse('operation.reference_reused', { reference });
      return { ok: true, run, isNew };
    },
    find: (program, run) => findRun(database, program, run),
    list: (program, page) => selectRuns(database, program, page),
    work,
    jobs: {
      start() {
        stopping = new AbortController();
        repeated.start();
      },
      async stop() {
        stopping.abort();
        await repeated.stop();
      },
    },
  };
};
