import {
  newScenarioRunSchema,
  scenarioListSchema,
  scenarioPathSchema,
  scenarioRunSchema,
  scenarioSchema,
  simulationProgramPathSchema,
} from '../../../../../contract/simulation.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { canonicalJson, digest } from '../../../kernel/canonical.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { BATCH_BODY_BYTES_MAX, endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import type { WalletTypes } from '../../points/index.ts';
import type { Programs } from '../../programs/index.ts';
import {
  CONTENT_REFUSALS,
  FIND_PROGRAM_REFUSALS,
  findProgram,
  type Language,
  type Promotions,
  type Versions,
} from '../../promotions/index.ts';
import { keepRun } from '../scenario-runs.ts';
import { runBody } from './scenario-runs.ts';
import { scenarioLibrary } from '../scenarios/library.ts';
import { playScenario, type Played } from '../scenarios/play.ts';
import { readScenario } from '../scenarios/scenario-file.ts';
import type { ScenarioFile } from '../scenarios/scenario-file.ts';

/** What the endpoints of scenarios stand on. */
export type ScenarioRouteDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly promotions: Pick<Promotions, 'list'>;
  readonly versions: Versions;
  readonly programs: Pick<Programs, 'settings'>;
  readonly walletTypes: Pick<WalletTypes, 'ofProgram'>;
};

const endpoint = endpointsFor<Principal>();
const TAGS = ['simulations'];
// Played on the thread that serves tills: a story that takes longer ends, and says so. Time of this thread's own, not of a busy machine.
const PLAYED_MICROS = 500_000;

const codesOf = ({ given }: ScenarioFile): string[] =>
  given.rulebook.promotions.map((one) => String((one as { readonly code?: unknown }).code));

/** `GET /v1/scenarios` */
export const listScenarios = () =>
  endpoint({
    method: 'GET',
    path: '/v1/scenarios',
    summary: 'List the ready scenarios',
    scope: 'promotions:read',
    tags: TAGS,
    answers: { 200: scenarioListSchema },
    refusals: [],
    handler: async () => ({
      status: 200 as const,
      body: {
        items: scenarioLibrary().map((one) => ({
          ...{ scenario: one.name, title: one.title, promotions: codesOf(one), steps: one.steps.length },
        })),
      },
    }),
  });

const inLibrary = (name: string): ScenarioFile | undefined => scenarioLibrary().find((one) => one.name === name);

/** `GET /v1/scenarios/:scenario` */
export const getScenario = () =>
  endpoint({
    method: 'GET',
    path: '/v1/scenarios/:scenario',
    summary: 'Get a ready scenario, with promotions that a draft can begin with',
    scope: 'promotions:read',
    tags: TAGS,
    params: scenarioPathSchema,
    answers: { 200: scenarioSchema },
    refusals: ['simulation.scenario.not_found'],
    handler: async ({ params }) => {
      const found = inLibrary(params.scenario);
      if (found === undefined) return refuse('simulation.scenario.not_found');
      const { name, title, given } = found;
      return {
        status: 200 as const,
        body: { scenario: name, title, rulebook: { ...given.rulebook }, file: { ...found } },
      };
    },
  });

/** The story in the money of the program, with its wallets beside those of the story: what a draft pays into is there. */
const inProgram = (deps: ScenarioRouteDeps, program: number, scenario: ScenarioFile): ScenarioFile => {
  const settings = deps.programs.settings();
  const { currency } = settings.program(program);
  const wallets = Object.fromEntries(
    deps.walletTypes
      .ofProgram(program)
      .filter(({ purpose }) => purpose === 'points')
      .map(({ code, unit, paysPoints, paysMoney, spendOrder, rules, activation, expiry }) => {
        const { decimals } = settings.unit(unit);
        const pays = {
          points: formatQuantity(paysPoints, decimals),
          money: formatQuantity(paysMoney, currency.decimals),
        };
        return [
          code,
          { decimals, pays, spendOrder, rules, activation, expiry } as ScenarioFile['given']['wallets'][string],
        ];
      }),
  );
  return {
    ...scenario,
    given: {
      ...scenario.given,
      currency: { code: currency.code, decimals: currency.decimals },
      wallets: { ...wallets, ...scenario.given.wallets },
    },
  };
};

/** Says when so much of the processor's time is used from now on. */
const overAfter = (micros: number): (() => boolean) => {
  const begun = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(begun);
    return user + system > micros;
  };
};

/** `POST /v1/programs/:program/scenario-runs` */
export const runScenarioEndpoint = (deps: ScenarioRouteDeps) =>
  endpoint({
    method: 'POST',
    path: '/v1/programs/:program/scenario-runs',
    summary: 'Play a scenario in memory, by its own rulebook, a draft or a published version',
    description:
      'Given, when, then, over a clock that only the story moves: the same decide as at the till; nothing is read of members, and nothing ' +
      'is written but what came of it, which is kept with its rulebook. With `draft`, `version` or `content` the story is played by that rulebook, in the money and with the wallets of the program; ' +
      'what goes otherwise than it is told stands in `wrong` of each step.',
    scope: 'promotions:read',
    tags: TAGS,
    params: simulationProgramPathSchema,
    body: newScenarioRunSchema,
    bodyLimit: BATCH_BODY_BYTES_MAX,
    answers: { 200: scenarioRunSchema },
    refusals: [
      ...FIND_PROGRAM_REFUSALS,
      'promotions.draft.not_found',
      'promotions.rulebook.not_found',
      ...CONTENT_REFUSALS,
      'simulation.run.nothing_to_run',
      'simulation.scenario.not_found',
      'simulation.scenario.malformed',
    ] as string[],
    handler: async ({ principal, params, body, language }) => {
      const found = findProgram(deps.programs, principal, params.program);
      if (!found.ok) return found;
      if (
        (body.scenario === undefined) === (body.file === undefined) ||
        [body.draft, body.content, body.version].filter((one) => one !== undefined).length > 1
      )
        return refuse('simulation.run.nothing_to_run');
      const ready = body.scenario === undefined ? undefined : inLibrary(body.scenario);
      if (body.scenario !== undefined && ready === undefined) return refuse('simulation.scenario.not_found');
      const read = ready ? ({ ok: true, scenario: ready } as const) : readScenario(body.file);
      if (!read.ok) return read;
      const draft = body.draft === undefined ? undefined : await deps.versions.find(found.program, body.draft);
      if (draft?.ok === false) return draft;
      const published = body.version === undefined ? undefined : deps.promotions.list(found.program)[body.version - 1];
      if (body.version !== undefined && published === undefined)
        return refuse('promotions.rulebook.not_found', { version: String(body.version) });
      const content = draft?.draft.content ?? published?.ready().content ?? body.content;
      const scenario = content === undefined ? read.scenario : inProgram(deps, found.program, read.scenario);
      const play = (told: Language): Played => {
        const telling = { language: told, explain: body.explain, isOver: overAfter(PLAYED_MICROS / 2) };
        return playScenario(scenario, telling, content === undefined ? undefined : { content });
      };
      // In both: who reads it later may speak another language than who played it.
      const [en, es] = [play('en'), play('es')];
      if (!en.ok) return en;
      if (!es.ok) return es;
      const story = { ...en.story, ok: en.story.ok && es.story.ok, steps: { en: en.story.steps, es: es.story.steps } };
      const rules = content ?? scenario.given.rulebook;
      const by = {
        ...{ content: rules, digest: digest(canonicalJson(rules)), version: body.version },
        ...{ draft: draft && body.draft, revision: draft?.draft.revision },
      };
      const { tenant, credential } = principal;
      const playedAt = deps.clock.now();
      const at = { tenant, program: found.program, credential };
      const kept = await keepRun(deps.database, at, { story, by, playedAt });
      return { status: 200 as const, body: runBody(deps, kept, body.language ?? language) };
    },
  });
