import type { z } from 'zod';
import {
  tierProgramPathSchema,
  tierRulesInputSchema,
  tierRulesListSchema,
  tierRulesSchema,
} from '../../../../../contract/tiers.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Program } from '../../programs/index.ts';
import type { TierContent, TierDefinition } from '../definition.ts';
import { findProgram, roomEndpoint, type TierRouteDeps } from './room-endpoint.ts';

const TAGS = ['tiers'];

const rulesBody = (
  program: Program,
  { version, inForceFrom, content }: TierDefinition,
): z.input<typeof tierRulesSchema> =>
  // The same shape: what the room has as read-only lists, the contract has as lists.
  ({ program: program.code, version, inForceFrom: isoFromInstant(inForceFrom), ...content }) as unknown as z.input<
    typeof tierRulesSchema
  >;

/** `GET /v1/programs/:program/tiers` */
export const getRules = (room: TierRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/tiers',
    summary: 'Show how members of a program rise and fall',
    scope: 'settings:read',
    tags: TAGS,
    params: tierProgramPathSchema,
    answers: { 200: tierRulesSchema },
    refusals: ['programs.program.not_found', 'tiers.definition.missing'],
    handler: ({ principal, params }) => {
      const found = findProgram(room, principal, params.program);
      if (!found.ok) return found;
      const now = room.clock.now();
      const inForce = room.tiers.definitions.of(found.program.program).findLast((one) => one.inForceFrom <= now);
      if (!inForce) return refuse('tiers.definition.missing');
      return { status: 200 as const, body: rulesBody(found.program, inForce) };
    },
  });

/** `GET /v1/programs/:program/tiers/versions` */
export const listRules = (room: TierRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/tiers/versions',
    summary: 'List every version of the rules of tiers, the newest first',
    scope: 'settings:read',
    tags: TAGS,
    params: tierProgramPathSchema,
    answers: { 200: tierRulesListSchema },
    refusals: ['programs.program.not_found'],
    handler: ({ principal, params }) => {
      const found = findProgram(room, principal, params.program);
      if (!found.ok) return found;
      const items = room.tiers.definitions.of(found.program.program).map((one) => rulesBody(found.program, one));
      return { status: 200 as const, body: { items: items.reverse() } };
    },
  });

/** `PUT /v1/programs/:program/tiers` */
export const putRules = (room: TierRouteDeps) =>
  roomEndpoint({
    method: 'PUT',
    path: '/v1/programs/:program/tiers',
    summary: 'Publish how members of a program rise and fall',
    description:
      'The whole of it, every time, checked first. Versions stay: a receipt is taken back by the rules that counted it. The same ' +
      'content again is answered with the version that it has (200). New rules raise members and lower nobody, unless `onChange` says so. ' +
      'Looser than any that are in force or scheduled, they wait for a second person; so do first ones whose levels a published promotion names.',
    scope: 'settings:write',
    tags: TAGS,
    params: tierProgramPathSchema,
    body: tierRulesInputSchema,
    answers: { 200: tierRulesSchema, 201: tierRulesSchema },
    refusals: [
      'partners.credential.beyond_own',
      'programs.program.not_found',
      'http.input.invalid',
      'tiers.definition.wrong',
      'tiers.definition.in_the_past',
      'tiers.definition.version_taken',
    ],
    examples: {
      body: {
        metric: 'spend',
        window: { per: 'year' },
        validity: 'end_of_next_period',
        downgrade: 'one_step',
        levels: [
          { code: 'silver', name: 'Silver', threshold: '500.00', benefits: { freeDelivery: true } },
          { code: 'gold', name: 'Gold', threshold: '2000.00', benefits: { freeDelivery: true, lounge: 'first' } },
        ],
      },
    },
    secondPerson: {
      kind: 'tiers.rules_loosen',
      effect: async ({ principal, params, body }) => {
        const read = readRules(room, principal, params.program, body);
        if (!read.ok) return read;
        const { program, content, asked } = read;
        const found = await room.tiers.foresee(program, content, asked);
        if (!found.ok) return found;
        const changes = found.isFirst ? await namedAlready(room, program, content) : found.loosened;
        if (changes.length === 0) return { ok: true };
        const facts = { program: program.code, changes, inForceFrom: body.inForceFrom ?? 'now' };
        return { ok: true, effect: { subject: `tiers ${program.code}`, facts } };
      },
    },
    handler: async ({ principal, params, body }) => {
      const read = readRules(room, principal, params.program, body);
      if (!read.ok) return read;
      const done = await room.tiers.publish(read.program, read.content, { ...read.asked, by: actorOf(principal) });
      if (!done.ok) return done as Refusal<never>;
      const answer = rulesBody(read.program, done.definition);
      return done.repeated ? { status: 200 as const, body: answer } : { status: 201 as const, body: answer };
    },
  });

/** Reads the rules that somebody asks for. Refuses whoever is bound to less than the tenant, a program that is not there, a moment that no calendar has. */
function readRules(
  room: TierRouteDeps,
  principal: Principal,
  code: string,
  body: z.output<typeof tierRulesInputSchema>,
) {
  if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
  const found = findProgram(room, principal, code);
  if (!found.ok) return found;
  const { inForceFrom, version, ...content } = body;
  const from = inForceFrom === undefined ? undefined : instantFromIso(inForceFrom);
  if (inForceFrom !== undefined && from === undefined)
    return {
      ...refuse('http.input.invalid'),
      errors: [{ path: 'body.inForceFrom', message: 'There is no such day or time' }],
    };
  return { ok: true as const, program: found.program, content, asked: { inForceFrom: from, version } };
}

/** Levels of first rules for which a published promotion waits already: who reaches one gets what it gives. */
async function namedAlready({ promotions }: TierRouteDeps, { tenant }: Program, { levels }: TierContent) {
  await promotions.refresh();
  return levels.flatMap(({ code, threshold = 'by_hand' }) =>
    promotions.speaksOf(tenant, { of: 'tier', name: code })
      ? [{ setting: `levels.${code}`, before: 'none', after: threshold }]
      : [],
  );
}
