import { rulebookPathSchema, rulebookSchema } from '../../../../../contract/promotions.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import { FIND_PROGRAM_REFUSALS, findProgram } from './find-program.ts';
import type { PromotionRouteDeps } from './find-program.ts';
import { rulebookBody } from './rulebook-body.ts';

/** `GET /v1/programs/:program/rulebooks/:version` */
export const getRulebook = ({ promotions, programs }: PromotionRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/programs/:program/rulebooks/:version',
    summary: 'Get a published rulebook with its promotions in words',
    scope: 'promotions:read',
    tags: ['promotions'],
    params: rulebookPathSchema,
    answers: { 200: rulebookSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'promotions.rulebook.not_found'],
    handler: ({ principal, params }) => {
      const found = findProgram(programs, principal, params.program);
      if (!found.ok) return found;
      const published = promotions.list(found.program)[params.version - 1];
      if (published === undefined) return refuse('promotions.rulebook.not_found', { version: String(params.version) });
      return { status: 200 as const, body: rulebookBody(published) };
    },
  });
