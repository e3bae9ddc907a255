import { pageQuery } from '../../../../../../contract/common.ts';
import { rulebookProgramPathSchema } from '../../../../../../contract/promotions.ts';
import {
  draftDiscardSchema,
  draftHeadSchema,
  draftInputSchema,
  draftPageSchema,
  draftPathSchema,
  draftSchema,
} from '../../../../../../contract/rulebook-versions.ts';
import { actorOf } from '../../../../platform/audit.ts';
import { decodeCursor, pageOfRows } from '../../../../platform/http/cursor.ts';
import { BATCH_BODY_BYTES_MAX } from '../../../../platform/http/endpoint.ts';
import { FIND_PROGRAM_REFUSALS, findProgram } from '../../http/find-program.ts';
import { draftBody, draftHeadBody } from './draft-body.ts';
import { READ, roomEndpoint, TAGS, WRITE } from './room-endpoint.ts';
import type { VersionRouteDeps } from './room-endpoint.ts';

const PATH = '/v1/programs/:program/rulebook-drafts/:draft';

/** `GET /v1/programs/:program/rulebook-drafts` */
export const listDrafts = ({ versions, programs }: VersionRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/rulebook-drafts',
    summary: 'List the open drafts of a program by name',
    scope: READ,
    tags: TAGS,
    params: rulebookProgramPathSchema,
    query: pageQuery,
    answers: { 200: draftPageSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const found = findProgram(programs, principal, params.program);
      if (!found.ok) return found;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (cursor && !cursor.ok) return cursor;
      const rows = await versions.list(found.program, { after: cursor?.key[0] ?? '', limit: query.limit });
      return { status: 200 as const, body: pageOfRows(rows, query.limit, draftHeadBody, ({ name }) => [name]) };
    },
  });

/** `GET /v1/programs/:program/rulebook-drafts/:draft` */
export const getDraft = ({ versions, programs }: VersionRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: PATH,
    summary: 'Get a draft with what publishing would refuse of it',
    scope: READ,
    tags: TAGS,
    params: draftPathSchema,
    answers: { 200: draftSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'promotions.draft.not_found'],
    handler: async ({ principal, params }) => {
      const found = findProgram(programs, principal, params.program);
      if (!found.ok) return found;
      const outcome = await versions.find(found.program, params.draft);
      return outcome.ok ? { status: 200 as const, body: draftBody(outcome) } : outcome;
    },
  });

/** `PUT /v1/programs/:program/rulebook-drafts/:draft` */
export const saveDraftEndpoint = ({ versions, programs }: VersionRouteDeps) =>
  roomEndpoint({
    method: 'PUT',
    path: PATH,
    summary: 'Save a draft',
    description:
      'The whole of it, with the revision that you have seen: of two who save the same one the second is told (409). What is wrong ' +
      'is kept and listed with its place; publishing refuses it. The same save again is the same.',
    scope: WRITE,
    tags: TAGS,
    params: draftPathSchema,
    body: draftInputSchema,
    bodyLimit: BATCH_BODY_BYTES_MAX,
    answers: { 200: draftSchema, 201: draftSchema },
    refusals: [
      ...FIND_PROGRAM_REFUSALS,
      'promotions.draft.not_found',
      'promotions.draft.changed',
      'promotions.draft.too_many',
      'promotions.rulebook.malformed',
    ] as string[],
    examples: { body: { revision: 0, content: { promotions: [] } } },
    handler: async ({ principal, params, body }) => {
      const found = findProgram(programs, principal, params.program);
      if (!found.ok) return found;
      const save = { program: found.program, name: params.draft, ...body, by: actorOf(principal) };
      const outcome = await versions.save(save);
      if (!outcome.ok) return outcome;
      const shown = draftBody(outcome);
      return outcome.isNew ? { status: 201 as const, body: shown } : { status: 200 as const, body: shown };
    },
  });

/** `POST /v1/programs/:program/rulebook-drafts/:draft/discard` */
export const discardDraftEndpoint = ({ versions, programs }: VersionRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: `${PATH}/discard`,
    summary: 'Discard a draft',
    scope: WRITE,
    tags: TAGS,
    params: draftPathSchema,
    body: draftDiscardSchema,
    answers: { 200: draftHeadSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'promotions.draft.not_found', 'promotions.draft.changed'],
    handler: async ({ principal, params, body }) => {
      const found = findProgram(programs, principal, params.program);
      if (!found.ok) return found;
      const asked = { program: found.program, name: params.draft, ...body, by: actorOf(principal) };
      const outcome = await versions.discard(asked);
      return outcome.ok ? { status: 200 as const, body: draftHeadBody(outcome.draft) } : outcome;
    },
  });
