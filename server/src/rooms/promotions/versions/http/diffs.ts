import { factsOfProblem } from '../../bench.ts';
import { rulebookPathSchema } from '../../../../../../contract/promotions.ts';
import { diffQuerySchema, draftPathSchema, rulebookDiffSchema } from '../../../../../../contract/rulebook-versions.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { FIND_PROGRAM_REFUSALS, findProgram } from '../../http/find-program.ts';
import type { RulebookContent } from '../../rulebook.ts';
import { diffBody } from './draft-body.ts';
import { READ, roomEndpoint, TAGS } from './room-endpoint.ts';
import type { VersionRouteDeps } from './room-endpoint.ts';

// Version 0 is the empty rulebook, in force where nothing was published.
const contentOf = ({ promotions }: VersionRouteDeps, program: number, version: number): RulebookContent | undefined =>
  version === 0 ? { promotions: [] } : promotions.list(program)[version - 1]?.ready().content;

/** `GET /v1/programs/:program/rulebook-drafts/:draft/diff` */
export const diffDraft = (deps: VersionRouteDeps & { readonly clock: Clock }) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/rulebook-drafts/:draft/diff',
    summary: 'Compare a draft with a published version',
    scope: READ,
    tags: TAGS,
    params: draftPathSchema,
    query: diffQuerySchema,
    answers: { 200: rulebookDiffSchema },
    refusals: [
      ...FIND_PROGRAM_REFUSALS,
      'promotions.draft.not_found',
      'promotions.rulebook.not_found',
      'promotions.rulebook.malformed',
    ],
    handler: async ({ principal, params, query }) => {
      const found = findProgram(deps.programs, principal, params.program);
      if (!found.ok) return found;
      const outcome = await deps.versions.find(found.program, params.draft);
      if (!outcome.ok) return outcome;
      const against = query.against ?? deps.promotions.rulebookAt(found.program, deps.clock.now()).version;
      const before = contentOf(deps, found.program, against);
      if (before === undefined) return refuse('promotions.rulebook.not_found', { version: String(against) });
      const diff = deps.versions.diff(before, outcome.draft.content);
      if (diff !== undefined) return { status: 200 as const, body: diffBody(against, diff) };
      const [first] = outcome.problems;
      const { length } = outcome.problems;
      return refuse('promotions.rulebook.malformed', first && factsOfProblem(first, length));
    },
  });

/** `GET /v1/programs/:program/rulebooks/:version/diff` */
export const diffVersions = (deps: VersionRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/rulebooks/:version/diff',
    summary: 'Compare a published version with another one',
    scope: READ,
    tags: TAGS,
    params: rulebookPathSchema,
    query: diffQuerySchema,
    answers: { 200: rulebookDiffSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'promotions.rulebook.not_found'],
    handler: ({ principal, params, query }) => {
      const found = findProgram(deps.programs, principal, params.program);
      if (!found.ok) return found;
      const against = query.against ?? params.version - 1;
      const [before, after] = [against, params.version].map((one) => contentOf(deps, found.program, one));
      const missing = before === undefined ? against : params.version;
      const diff = before && after && deps.versions.diff(before, after);
      if (diff === undefined) return refuse('promotions.rulebook.not_found', { version: String(missing) });
      return { status: 200 as const, body: diffBody(against, diff) };
    },
  });
