import { occasionListSchema } from '../../../../../contract/occasions.ts';
import { programPathSchema } from '../../../../../contract/programs.ts';
import { FIND_PROGRAM_REFUSALS, findProgram, isOwnOccasion, promotionText } from '../../promotions/index.ts';
import { roomEndpoint, type OccasionRouteDeps } from './room-endpoint.ts';

/** `GET /v1/programs/:code/occasions` */
export const listOccasionsEndpoint = (deps: OccasionRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:code/occasions',
    summary: 'List what may be told',
    description: 'The occasions that promotions of the rulebook in force answer, by name, with what they bring.',
    scope: 'promotions:read',
    tags: ['occasions'],
    params: programPathSchema,
    answers: { 200: occasionListSchema },
    refusals: [...FIND_PROGRAM_REFUSALS],
    handler: ({ principal, params, language }) => {
      const found = findProgram(deps.programs, principal, params.code);
      if (!found.ok) return found;
      const rulebook = deps.rulebooks.rulebookAt(found.program, deps.clock.now());
      const { promotions } = rulebook.content;
      const items = [...rulebook.occasions.keys()].sort().map((name) => ({
        ...{ name, told: !isOwnOccasion(name) },
        promotions: promotions
          .filter(({ on }) => on === name)
          .map((one) => ({
            ...{ code: one.code, firstOn: one.firstOn },
            ...(one.lastOn !== undefined && { lastOn: one.lastOn }),
            text: promotionText(one, language),
          })),
      }));
      return { status: 200 as const, body: { items } };
    },
  });
