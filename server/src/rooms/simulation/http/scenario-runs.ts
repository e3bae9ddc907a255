import {
  keptScenarioRunSchema,
  scenarioRunListQuery,
  scenarioRunPageSchema,
  scenarioRunPathSchema,
  simulationProgramPathSchema,
} from '../../../../../contract/simulation.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { FIND_PROGRAM_REFUSALS, findProgram, type Language } from '../../promotions/index.ts';
import { findKeptRun, listKeptRunsOf, type ScenarioRun, type ScenarioRunHead } from '../scenario-runs.ts';
import type { ScenarioRouteDeps } from './scenarios.ts';

const endpoint = endpointsFor<Principal>();
const shared = { method: 'GET', scope: 'promotions:read', tags: ['simulations'] } as const;
const PREFIX = 'scr';
const NO_LANE = 0;
const NEWEST = 9_223_372_036_854_775_807n;

type Named = { readonly tokens: Tokens };

const headBody = ({ tokens }: Named, { run, scenario, title, ok, by, playedAt }: ScenarioRunHead) => ({
  ...{ run: tokens.encode(PREFIX, NO_LANE, run), playedAt: isoFromInstant(playedAt), scenario, title, ok },
  rulebook: {
    digest: by.digest.toString('hex'),
    ...(by.draft !== undefined && { draft: by.draft }),
    ...(by.revision !== undefined && { revision: by.revision }),
    ...(by.version !== undefined && { version: by.version }),
  },
});

/** A scenario as it went, as the API shows it to whoever reads that language. */
export const runBody = (deps: Named, { run, story, by, playedAt }: ScenarioRun, language: Language) => ({
  ...headBody(deps, { run, scenario: story.name, title: story.title, ok: story.ok, by, playedAt }),
  steps: story.steps[language].map(({ told, wrong, ...step }) => ({ ...step, told: [...told], wrong: [...wrong] })),
});

/** `GET /v1/programs/:program/scenario-runs` */
export const listKeptRuns = (deps: ScenarioRouteDeps) =>
  endpoint({
    ...shared,
    path: '/v1/programs/:program/scenario-runs',
    summary: 'List the scenarios that were played in a program, newest first',
    description: 'Each with the rules by which it was played. The newest thousand of a program are kept.',
    params: simulationProgramPathSchema,
    query: scenarioRunListQuery,
    answers: { 200: scenarioRunPageSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const found = findProgram(deps.programs, principal, params.program);
      if (!found.ok) return found;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (cursor && !cursor.ok) return cursor;
      const before = cursor === undefined ? NEWEST : deps.tokens.decode(PREFIX, cursor.key[0])?.id;
      if (before === undefined) return refuse('http.cursor.malformed');
      const { limit, scenario } = query;
      const rows = await listKeptRunsOf(deps.database, found.program, { before, limit, scenario });
      const body = pageOfRows(
        rows,
        limit,
        (one) => headBody(deps, one),
        ({ run }) => [deps.tokens.encode(PREFIX, NO_LANE, run)],
      );
      return { status: 200 as const, body };
    },
  });

/** `GET /v1/programs/:program/scenario-runs/:run` */
export const getKeptRun = (deps: ScenarioRouteDeps) =>
  endpoint({
    ...shared,
    path: '/v1/programs/:program/scenario-runs/:run',
    summary: 'Get what came of a scenario, with the rulebook that it was played by',
    params: scenarioRunPathSchema,
    answers: { 200: keptScenarioRunSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'simulation.run.not_found'],
    handler: async ({ principal, params, language }) => {
      const found = findProgram(deps.programs, principal, params.program);
      if (!found.ok) return found;
      const id = deps.tokens.decode(PREFIX, params.run)?.id;
      const run = id === undefined ? undefined : await findKeptRun(deps.database, found.program, id);
      if (run === undefined) return refuse('simulation.run.not_found');
      return {
        status: 200 as const,
        body: { ...runBody(deps, run, language), content: run.by.content as Record<string, unknown> },
      };
    },
  });
