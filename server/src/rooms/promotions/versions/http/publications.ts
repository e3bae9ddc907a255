import { rulebookPathSchema, rulebookProgramPathSchema } from '../../../../../../contract/promotions.ts';
import {
  draftPathSchema,
  pausedSchema,
  pauseSchema,
  promotionPathSchema,
  publicationListSchema,
  publicationRequestedSchema,
  publishDraftSchema,
  restoreSchema,
} from '../../../../../../contract/rulebook-versions.ts';
import { isoFromInstant } from '../../../../kernel/instant.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import { actorOf } from '../../../../platform/audit.ts';
import { oneReference } from '../../../../platform/lanes/index.ts';
import type { Principal } from '../../../partners/index.ts';
import { FIND_PROGRAM_REFUSALS, findProgram } from '../../http/find-program.ts';
import { readInForceFrom } from '../../http/in-force-from.ts';
import { rulebookHeadBody } from '../../http/rulebook-body.ts';
import type { Wanted } from '../index.ts';
import type { RequestOutcome } from '../request-publication.ts';
import { approvalToken, PUBLICATION_REFUSALS, READ, roomEndpoint, TAGS, WRITE } from './room-endpoint.ts';
import type { VersionRouteDeps } from './room-endpoint.ts';

const DESCRIPTION =
  'Another person approves it under `/v1/approvals`; it is published in that moment, or not at all. What the second person sees is ' +
  'what is published: whoever saves the draft or publishes something else meanwhile makes the approval refuse.';

type Told = {
  readonly inForceFrom?: string | undefined;
  readonly supersede?: boolean | undefined;
  readonly reference?: string | undefined;
  readonly reason?: string | undefined;
};

const request = async (
  deps: VersionRouteDeps,
  principal: Principal,
  program: string,
  wanted: Wanted,
  told: Told,
  clientReference: string | undefined,
) => {
  const found = findProgram(deps.programs, principal, program);
  if (!found.ok) return found;
  const named = oneReference(told.reference, clientReference);
  if (!named.ok) return named;
  const { reference } = named;
  if (reference === undefined) return refuse('operation.reference_missing');
  const from = readInForceFrom(told.inForceFrom);
  if (!from.ok) return from;
  const asked = {
    ...told,
    program: found.program,
    wanted,
    reference,
    inForceFrom: from.inForceFrom,
    by: actorOf(principal),
  };
  const outcome: RequestOutcome = await deps.versions.request(asked);
  if (!outcome.ok) return outcome;
  const { approval, state, facts } = outcome.approval;
  return {
    status: 202 as const,
    body: {
      ...{ approval: approvalToken(deps, approval), state, version: Number(facts['version']) },
      findings: outcome.findings.map(({ code, promotion, en, es }) => ({ code, promotion, text: { en, es } })),
    },
  };
};

/** `POST /v1/programs/:program/rulebook-drafts/:draft/publish` */
export const publishDraft = (deps: VersionRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/rulebook-drafts/:draft/publish',
    summary: 'Ask a second person to publish a draft, now or at a moment to come',
    description: DESCRIPTION,
    scope: WRITE,
    tags: TAGS,
    params: draftPathSchema,
    body: publishDraftSchema,
    answers: { 202: publicationRequestedSchema },
    refusals: [
      ...FIND_PROGRAM_REFUSALS,
      ...PUBLICATION_REFUSALS,
      'promotions.draft.not_found',
      'promotions.draft.changed',
    ] as string[],
    handler: ({ principal, params, body: { revision, ...told }, clientReference }) =>
      request(deps, principal, params.program, { act: 'draft', draft: params.draft, revision }, told, clientReference),
  });

/** `POST /v1/programs/:program/rulebooks/:version/restore` */
export const restoreVersion = (deps: VersionRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/rulebooks/:version/restore',
    summary: 'Ask a second person to bring an earlier version back',
    description: `${DESCRIPTION} Refused when a unit or wallet type of it is gone.`,
    scope: WRITE,
    tags: TAGS,
    params: rulebookPathSchema,
    body: restoreSchema,
    answers: { 202: publicationRequestedSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, ...PUBLICATION_REFUSALS, 'promotions.rulebook.not_found'] as string[],
    handler: ({ principal, params, body, clientReference }) =>
      request(deps, principal, params.program, { act: 'restore', restored: params.version }, body, clientReference),
  });

/** `POST /v1/programs/:program/promotions/:promotion/resume` */
export const resumePromotion = (deps: VersionRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/promotions/:promotion/resume',
    summary: 'Ask a second person to resume a paused promotion',
    description: DESCRIPTION,
    scope: WRITE,
    tags: TAGS,
    params: promotionPathSchema,
    body: pauseSchema,
    answers: { 202: publicationRequestedSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, ...PUBLICATION_REFUSALS, 'promotions.promotion.not_paused'] as string[],
    handler: ({ principal, params, body, clientReference }) =>
      request(deps, principal, params.program, { act: 'resume', promotion: params.promotion }, body, clientReference),
  });

const pauseNow = async (
  deps: VersionRouteDeps,
  principal: Principal,
  program: string,
  promotion: string | undefined,
  told: Pick<Told, 'reference' | 'reason'>,
  clientReference: string | undefined,
) => {
  const found = findProgram(deps.programs, principal, program);
  if (!found.ok) return found;
  const named = oneReference(told.reference, clientReference);
  if (!named.ok) return named;
  const { reference } = named;
  if (reference === undefined) return refuse('operation.reference_missing');
  const asked = { program: found.program, promotion, reference, reason: told.reason, by: actorOf(principal) };
  const outcome = await deps.versions.pause(asked);
  if (!outcome.ok) return outcome;
  const body = { versions: outcome.rulebooks.map(rulebookHeadBody) };
  return outcome.repeated ? { status: 200 as const, body } : { status: 201 as const, body };
};

const PAUSE_REFUSALS = [
  ...FIND_PROGRAM_REFUSALS,
  'promotions.promotion.not_in_force',
  'promotions.publication.nothing_changes',
  'promotions.rulebook.version_taken',
  'operation.reference_missing',
  'operation.reference_differs',
  'operation.reference_reused',
] as string[];

const PAUSE_DESCRIPTION =
  'One person is enough, because less is given. A version without it is published, and every scheduled one again after it. Receipts of ' +
  'before are returned by the version that decided them.';

/** `POST /v1/programs/:program/promotions/:promotion/pause` */
export const pausePromotion = (deps: VersionRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/promotions/:promotion/pause',
    summary: 'Pause a promotion at once',
    description: PAUSE_DESCRIPTION,
    scope: WRITE,
    tags: TAGS,
    params: promotionPathSchema,
    body: pauseSchema,
    answers: { 200: pausedSchema, 201: pausedSchema },
    refusals: PAUSE_REFUSALS,
    handler: ({ principal, params, body, clientReference }) =>
      pauseNow(deps, principal, params.program, params.promotion, body, clientReference),
  });

/** `POST /v1/programs/:program/rulebooks/pause` */
export const pauseRulebook = (deps: VersionRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/rulebooks/pause',
    summary: 'Pause all promotions of a program at once',
    description: `${PAUSE_DESCRIPTION} To resume, restore the version before.`,
    scope: WRITE,
    tags: TAGS,
    params: rulebookProgramPathSchema,
    body: pauseSchema,
    answers: { 200: pausedSchema, 201: pausedSchema },
    refusals: PAUSE_REFUSALS,
    handler: ({ principal, params, body, clientReference }) =>
      pauseNow(deps, principal, params.program, undefined, body, clientReference),
  });

/** `GET /v1/programs/:program/publications` */
export const listPublications = (deps: VersionRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/publications',
    summary: 'List why versions were published, oldest first',
    scope: READ,
    tags: TAGS,
    params: rulebookProgramPathSchema,
    answers: { 200: publicationListSchema },
    refusals: FIND_PROGRAM_REFUSALS,
    handler: async ({ principal, params }) => {
      const found = findProgram(deps.programs, principal, params.program);
      if (!found.ok) return found;
      const items = (await deps.versions.publications(found.program)).map((one) => ({
        ...{ version: one.version, kind: one.kind },
        ...(one.promotion !== undefined && { promotion: one.promotion }),
        ...(one.restored !== undefined && { restored: one.restored }),
        ...(one.approval !== undefined && { approval: approvalToken(deps, one.approval) }),
        ...(one.reason !== undefined && { reason: one.reason }),
        publishedAt: isoFromInstant(one.publishedAt),
      }));
      return { status: 200 as const, body: { items } };
    },
  });
