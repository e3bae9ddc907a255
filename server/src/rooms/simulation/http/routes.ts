import { pageQuery } from '../../../../../contract/common.ts';
import {
  derivationPathSchema,
  derivationQuerySchema,
  derivationSchema,
  newSimulationSchema,
  simulationPageSchema,
  simulationPathSchema,
  simulationProgramPathSchema,
  simulationSchema,
} from '../../../../../contract/simulation.ts';
import { instantFromIso, isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { BATCH_BODY_BYTES_MAX, endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { InputRefusal } from '../../../platform/http/problem.ts';
import { oneReference, type LookUp } from '../../../platform/lanes/index.ts';
import { operationOf } from '../../checkout/index.ts';
import type { Checkout } from '../../checkout/index.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Programs } from '../../programs/index.ts';
import {
  CONTENT_REFUSALS,
  FIND_PROGRAM_REFUSALS,
  findProgram,
  type Promotions,
  type Versions,
} from '../../promotions/index.ts';
import { explainOperation } from '../explain/explain-operation.ts';
import type { ExplainDeps } from '../explain/explain-deps.ts';
import { presentExplained } from '../explain/present-explained.ts';
import { recordSheet } from '../../ledger/index.ts';
import type { Run, Runs } from '../runs.ts';
import { getKeptRun, listKeptRuns } from './scenario-runs.ts';
import { getScenario, listScenarios, runScenarioEndpoint } from './scenarios.ts';
import type { ScenarioRouteDeps } from './scenarios.ts';

/** What the endpoints of this room stand on. */
export type SimulationRouteDeps = ScenarioRouteDeps &
  Omit<ExplainDeps, 'look' | 'rulebook' | 'hidesHands'> & {
    readonly machine: { readonly look: LookUp };
    readonly simulations: Runs;
    readonly versions: Versions;
    readonly promotions: Promotions;
    readonly programs: Pick<Programs, 'settings'>;
    readonly checkout: Checkout;
    readonly tokens: Tokens;
  };

const endpoint = endpointsFor<Principal>();
const TAGS = ['simulations'];
const PREFIX = 'sim';
const NO_LANE = 0;
const NEWEST = 9_223_372_036_854_775_807n;

const invalid = (path: string, message: string): InputRefusal => ({
  ...refuse('http.input.invalid'),
  errors: [{ path, message }],
});

type Period = { readonly ok: true; readonly from: Instant | undefined; readonly before: Instant | undefined };

/** The period that is asked for. Refused where one of its ends is no time that exists, and where nothing lies between them. */
const periodOf = (asked: {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}): Period | InputRefusal => {
  const [from, before] = [asked.from, asked.before].map((text) =>
    text === undefined ? undefined : instantFromIso(text),
  );
  if (asked.from !== undefined && from === undefined) return invalid('body.from', 'There is no such day or time');
  if (asked.before !== undefined && before === undefined) return invalid('body.before', 'There is no such day or time');
  if (from !== undefined && before !== undefined && before <= from)
    return invalid('body.before', 'Not after "from": nothing lies between');
  return { ok: true, from, before };
};

const headOf = ({ tokens }: SimulationRouteDeps, run: Run) => ({
  simulation: tokens.encode(PREFIX, NO_LANE, run.run),
  ...(run.draft !== undefined && { draft: run.draft }),
  ...{ state: run.state, rows: run.rows, ofRows: run.ofRows, askedAt: isoFromInstant(run.askedAt) },
  ...(run.failure !== undefined && { failure: run.failure }),
});

const bodyOf = (deps: SimulationRouteDeps, run: Run) => ({
  ...headOf(deps, run),
  ...(run.report !== undefined && { report: run.report }),
});

/** `POST /v1/programs/:program/simulations` */
const askSimulation = (deps: SimulationRouteDeps) =>
  endpoint({
    method: 'POST',
    path: '/v1/programs/:program/simulations',
    summary: 'Run a draft over the receipts of the journal, in the background',
    description:
      'The same decide as at the till, on the facts that each receipt kept, beside the version in force; nothing is written. Ask for it ' +
      'under its id to see how far it is.',
    scope: 'promotions:write',
    tags: TAGS,
    params: simulationProgramPathSchema,
    body: newSimulationSchema,
    bodyLimit: BATCH_BODY_BYTES_MAX,
    answers: { 200: simulationSchema, 202: simulationSchema },
    refusals: [
      ...FIND_PROGRAM_REFUSALS,
      'promotions.draft.not_found',
      ...CONTENT_REFUSALS,
      'simulation.run.nothing_to_run',
      'http.input.invalid',
      'simulation.run.too_many',
      'operation.reference_missing',
      'operation.reference_differs',
      'operation.reference_reused',
    ] as string[],
    handler: async ({ principal, params, body, clientReference }) => {
      const found = findProgram(deps.programs, principal, params.program);
      if (!found.ok) return found;
      const named = oneReference(body.reference, clientReference);
      if (!named.ok) return named;
      const { reference } = named;
      if (reference === undefined) return refuse('operation.reference_missing');
      if ((body.draft === undefined) === (body.content === undefined)) return refuse('simulation.run.nothing_to_run');
      const period = periodOf(body);
      if (!period.ok) return period;
      const { from, before } = period;
      const draft = body.draft === undefined ? undefined : await deps.versions.find(found.program, body.draft);
      if (draft?.ok === false) return draft;
      const outcome = await deps.simulations.ask({
        ...{ program: found.program, reference, draft: body.draft, from, before, by: principal.credential },
        obeysLimits: body.limits === 'obey',
        content: draft?.draft.content ?? body.content,
      });
      if (!outcome.ok) return outcome;
      const shown = bodyOf(deps, outcome.run);
      return outcome.isNew ? { status: 202 as const, body: shown } : { status: 200 as const, body: shown };
    },
  });

/** `GET /v1/programs/:program/simulations/:simulation` */
const getSimulation = (deps: SimulationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/programs/:program/simulations/:simulation',
    summary: 'Get a simulation: how far it is, and its report',
    scope: 'promotions:read',
    tags: TAGS,
    params: simulationPathSchema,
    answers: { 200: simulationSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'simulation.run.not_found'],
    handler: async ({ principal, params }) => {
      const found = findProgram(deps.programs, principal, params.program);
      if (!found.ok) return found;
      const id = deps.tokens.decode(PREFIX, params.simulation)?.id;
      const run = id === undefined ? undefined : await deps.simulations.find(found.program, id);
      return run === undefined ? refuse('simulation.run.not_found') : { status: 200 as const, body: bodyOf(deps, run) };
    },
  });

/** `GET /v1/programs/:program/simulations` */
const listSimulations = (deps: SimulationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/programs/:program/simulations',
    summary: 'List the simulations of a program, newest first',
    scope: 'promotions:read',
    tags: TAGS,
    params: simulationProgramPathSchema,
    query: pageQuery,
    answers: { 200: simulationPageSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const found = findProgram(deps.programs, principal, params.program);
      if (!found.ok) return found;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (cursor && !cursor.ok) return cursor;
      const before = cursor === undefined ? NEWEST : deps.tokens.decode(PREFIX, cursor.key[0])?.id;
      if (before === undefined) return refuse('http.cursor.malformed');
      const rows = await deps.simulations.list(found.program, { before, limit: query.limit });
      const body = pageOfRows(
        rows,
        query.limit,
        (run) => headOf(deps, run),
        ({ run }) => [deps.tokens.encode(PREFIX, NO_LANE, run)],
      );
      return { status: 200 as const, body };
    },
  });

/** `GET /v1/operations/:operation/derivation` */
const getDerivation = (deps: SimulationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/operations/:operation/derivation',
    summary: 'Where every point of an operation comes from or went to, as data and for a reader',
    description:
      'What promotions decided, decided again by the version and the facts of then: of a sale or an occasion what it gave, of a return what became ' +
      'of each grant. Computed a second time without the engine. Of all other kinds what was done, why and by whom, to which wallets and lots. ' +
      'Names for a customer, reasons for a cashier, rules and figures for an auditor. A bound credential is told of its own outlets.',
    scope: 'journal:read',
    tags: TAGS,
    params: derivationPathSchema,
    query: derivationQuerySchema,
    answers: { 200: derivationSchema },
    refusals: ['checkout.operation.unknown'],
    handler: async ({ principal, params, query, language }) => {
      const outcome = await operationOf(deps.checkout, principal, params.operation);
      if (!outcome.ok) return outcome;
      const kept = await deps.machine.look.row(recordSheet, outcome.found);
      if (kept === undefined) return refuse('checkout.operation.unknown');
      const explaining = {
        ...{ ...deps, look: deps.machine.look, rulebook: deps.promotions.rulebook },
        hidesHands: !speaksForTenant(principal),
      };
      const told = await explainOperation(explaining, kept, query.for, query.language ?? language);
      return { status: 200 as const, body: presentExplained(deps, params.operation, told) };
    },
  });

/** The endpoints of this room. */
export const simulationRoutes = (deps: SimulationRouteDeps): readonly Endpoint<Principal>[] => [
  askSimulation(deps),
  listSimulations(deps),
  getSimulation(deps),
  getDerivation(deps),
  listScenarios(),
  getScenario(),
  runScenarioEndpoint(deps),
  listKeptRuns(deps),
  getKeptRun(deps),
];
