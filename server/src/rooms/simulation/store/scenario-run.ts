import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { StoryInLanguages } from '../scenarios/play.ts';

/** Whose rulebook a scenario was played by; its own where all is undefined and `content` is the scenario's. */
export type PlayedBy = {
  readonly content: unknown;
  readonly digest: Buffer;
  readonly draft: string | undefined;
  readonly revision: number | undefined;
  readonly version: number | undefined;
};

/** A scenario as it went, kept with the rulebook of then. */
export type ScenarioRun = {
  readonly run: bigint;
  readonly story: StoryInLanguages;
  readonly by: PlayedBy;
  readonly playedAt: Instant;
};

/** The same for a list, without steps and rulebook. */
export type ScenarioRunHead = {
  readonly run: bigint;
  readonly scenario: string;
  readonly title: StoryInLanguages['title'];
  readonly ok: boolean;
  readonly by: Omit<PlayedBy, 'content'>;
  readonly playedAt: Instant;
};

/** The newest of a program that are kept: each has a rulebook and a story in it. */
export const SCENARIO_RUNS_KEPT = 1_000;

type HeadRow = {
  scenario_run: bigint;
  scenario: string;
  title: StoryInLanguages['title'];
  ok: boolean;
  content_digest: Buffer;
  draft: string | null;
  revision: number | null;
  version: number | null;
  played_at: Instant;
};

const HEAD = `scenario_run, scenario, story -> 'title' as title, ok, content_digest, draft, revision, version, played_at`;

// $1 tenant, $2 program, $3 scenario, $4 story, $5 ok, $6 content, $7 digest, $8 draft, $9 revision, $10 version, $11 at, $12 credential
const insertRow = statement<{ scenario_run: bigint }>(
  'simulation.insertScenarioRun',
  `insert into simulation.scenario_run (tenant_id, program, scenario, story, ok, content, content_digest, draft, revision, version,
                                        played_at, played_credential)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::timestamptz, $12) returning scenario_run`,
);
const dropOld = statement(
  'simulation.dropOldScenarioRuns',
  `delete from simulation.scenario_run
    where program = $1 and scenario_run <= (select scenario_run from simulation.scenario_run
                                             where program = $1 order by scenario_run desc offset $2 limit 1)`,
);
const selectOne = statement<HeadRow & { story: StoryInLanguages; content: unknown }>(
  'simulation.selectScenarioRun',
  `select ${HEAD}, story, content from simulation.scenario_run where program = $1 and scenario_run = $2`,
);
// $3 a scenario, or null for all
const selectPage = statement<HeadRow>(
  'simulation.selectScenarioRuns',
  `select ${HEAD} from simulation.scenario_run
    where program = $1 and scenario_run < $2 and ($3::text is null or scenario = $3) order by scenario_run desc limit $4`,
);

const byOf = (row: HeadRow): Omit<PlayedBy, 'content'> => ({
  digest: row.content_digest,
  draft: row.draft ?? undefined,
  revision: row.revision ?? undefined,
  version: row.version ?? undefined,
});

/** Keeps what came of a scenario, and lets the oldest go where there are too many. Gives its id. */
export async function keepScenarioRun(
  tx: Tx,
  at: { readonly tenant: number; readonly program: number; readonly now: Instant; readonly credential: bigint },
  { story, by }: Pick<ScenarioRun, 'story' | 'by'>,
): Promise<bigint> {
  const [kept] = await tx.run(insertRow, [
    ...[at.tenant, at.program, story.name, JSON.stringify(story), story.ok, JSON.stringify(by.content), by.digest],
    ...[by.draft ?? null, by.revision ?? null, by.version ?? null, postgresFromInstant(at.now), at.credential],
  ]);
  await tx.run(dropOld, [at.program, SCENARIO_RUNS_KEPT]);
  return kept!.scenario_run;
}

export async function findScenarioRun(
  queries: Queries,
  program: number,
  run: bigint,
): Promise<ScenarioRun | undefined> {
  const [row] = await queries.run(selectOne, [program, run]);
  return row && { run, story: row.story, by: { ...byOf(row), content: row.content }, playedAt: row.played_at };
}

/** Of a program, newest first, one more than `limit`; of one scenario where one is named. */
export const listScenarioRuns = async (
  queries: Queries,
  program: number,
  page: { readonly before: bigint; readonly limit: number; readonly scenario: string | undefined },
): Promise<readonly ScenarioRunHead[]> =>
  (await queries.run(selectPage, [program, page.before, page.scenario ?? null, page.limit + 1])).map((row) => ({
    ...{ run: row.scenario_run, scenario: row.scenario, title: row.title, ok: row.ok },
    by: byOf(row),
    playedAt: row.played_at,
  }));
