import { pageQuery } from '../../../../../contract/common.ts';
import { rulebookPageSchema, rulebookProgramPathSchema } from '../../../../../contract/promotions.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import { FIND_PROGRAM_REFUSALS, findProgram } from './find-program.ts';
import type { PromotionRouteDeps } from './find-program.ts';
import { rulebookHeadBody } from './rulebook-body.ts';

/** `GET /v1/programs/:program/rulebooks` */
export const listRulebooks = ({ promotions, programs }: PromotionRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/programs/:program/rulebooks',
    summary: 'List the published rulebooks of a program, oldest first',
    scope: 'promotions:read',
    tags: ['promotions'],
    params: rulebookProgramPathSchema,
    query: pageQuery,
    answers: { 200: rulebookPageSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'http.cursor.malformed'],
    handler: ({ principal, params, query }) => {
      const found = findProgram(programs, principal, params.program);
      if (!found.ok) return found;
      let after = 0;
      if (query.cursor !== undefined) {
        const cursor = decodeCursor(query.cursor, ['number']);
        if (!cursor.ok) return cursor;
        [after] = cursor.key;
      }
      const left = promotions.list(found.program).filter(({ version }) => version > after);
      return {
        status: 200 as const,
        body: pageOfRows(left, query.limit, rulebookHeadBody, ({ version }) => [version]),
      };
    },
  });
