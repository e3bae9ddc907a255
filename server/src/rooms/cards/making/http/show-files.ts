import {
  cardFileListQuery,
  cardFilePageSchema,
  cardFilePathSchema,
  cardFileSchema,
} from '../../../../../../contract/card-making.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../../platform/http/cursor.ts';
import { speaksForTenant } from '../../../partners/index.ts';
import { fileBody } from './file-body.ts';
import { clientOf, fileNamed, roomEndpoint, SCOPE, TAGS, type MakingRouteDeps } from './room-endpoint.ts';

const NEWEST = 9_223_372_036_854_775_807n;
const ID = /^\d{1,18}$/;

/** `GET /v1/card-files` */
export const listFiles = (deps: MakingRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-files',
    summary: 'List files of cards, the newest first',
    scope: SCOPE,
    tags: TAGS,
    query: cardFileListQuery,
    answers: { 200: cardFilePageSchema },
    refusals: ['http.cursor.malformed'],
    handler: async ({ principal, query, language }) => {
      let before = NEWEST;
      if (query.cursor !== undefined) {
        const decoded = decodeCursor(query.cursor, ['string']);
        if (!decoded.ok || !ID.test(decoded.key[0])) return refuse('http.cursor.malformed');
        before = BigInt(decoded.key[0]);
      }
      const partner = speaksForTenant(principal) ? undefined : clientOf(deps, principal);
      const files = await deps.making.list(principal.tenant, partner, before, query.limit + 1);
      const body = pageOfRows(
        files,
        query.limit,
        (one) => fileBody(deps, one, language),
        (one) => [String(one.making)],
      );
      return { status: 200 as const, body };
    },
  });

/** `GET /v1/card-files/:file` */
export const getFile = (deps: MakingRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-files/:file',
    summary: 'Show how far a file of cards is',
    scope: SCOPE,
    tags: TAGS,
    params: cardFilePathSchema,
    answers: { 200: cardFileSchema },
    refusals: ['cards.file.unknown'],
    handler: async ({ principal, params, language }) => {
      const found = await fileNamed(deps, principal, params.file);
      if (!('making' in found)) return found;
      return { status: 200 as const, body: fileBody(deps, found, language) };
    },
  });
