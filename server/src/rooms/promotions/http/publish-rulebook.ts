import type { z } from 'zod';
import { rulebookInputSchema, rulebookProgramPathSchema, rulebookSchema } from '../../../../../contract/promotions.ts';
import { actorOf } from '../../../platform/audit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { BATCH_BODY_BYTES_MAX, endpoint, type Principal } from '../../../platform/http/endpoint.ts';
import { FIND_PROGRAM_REFUSALS, findProgram } from './find-program.ts';
import type { PublishRouteDeps } from './find-program.ts';
import { PUBLISH_REFUSALS } from '../refusals.ts';
import { readInForceFrom } from './in-force-from.ts';
import { rulebookBody } from './rulebook-body.ts';
import { effectOfRulebook, RULEBOOK } from './rulebook-effect.ts';

/** `POST /v1/programs/:program/rulebooks` */
export const publishRulebook = ({ promotions, programs, staff }: PublishRouteDeps) =>
  endpoint({
    method: 'POST',
    path: '/v1/programs/:program/rulebooks',
    summary: 'Publish a rulebook at once, for programs that deploy',
    description:
      'The whole of it, every time. It is checked first, and what is wrong is named with its place; nothing is published then. ' +
      'At any moment the highest version that has taken force decides, and receipts keep the version that decided them. ' +
      'The same content again is answered with the version that it has (200). It waits for a second person where credentials are bound, but for ' +
      'the first rulebook of a program by a key that no person issued. A person writes a draft and asks a second one.',
    scope: 'promotions:publish',
    tags: ['promotions'],
    params: rulebookProgramPathSchema,
    body: rulebookInputSchema,
    bodyLimit: BATCH_BODY_BYTES_MAX,
    answers: { 200: rulebookSchema, 201: rulebookSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'promotions.publication.needs_approval', ...PUBLISH_REFUSALS],
    examples: {
      body: {
        inForceFrom: '2027-01-01T00:00:00+01:00',
        promotions: [
          {
            code: 'base-earn',
            priority: 100,
            firstOn: '2027-01-01',
            effects: [
              { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } },
            ],
          },
          {
            code: 'wednesday-double',
            priority: 200,
            firstOn: '2027-01-01',
            conditions: [{ kind: 'weekday-in', params: { weekdays: ['wednesday'] } }],
            effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2', per: 'receipt' } }],
          },
        ],
      },
    },
    secondPerson: {
      kind: RULEBOOK,
      effect: async ({ principal, params, body }) => {
        const read = readRulebook(programs, principal, params.program, body);
        if (!read.ok) return read;
        await promotions.refresh();
        const foreseen = effectOfRulebook(promotions, params.program, read.asked);
        if (!foreseen.ok || foreseen.effect === undefined) return foreseen;
        // Whoever has the machine itself opens a program with its first rules; what he lets others make is made by hand.
        const isOpening =
          promotions.list(read.asked.program).length === 0 && !(await staff.approvals.isByHand(principal));
        return isOpening ? { ok: true } : foreseen;
      },
    },
    handler: async ({ principal, params, body }) => {
      const read = readRulebook(programs, principal, params.program, body);
      if (!read.ok) return read;
      const by = { publishedBy: principal.credential, by: actorOf(principal) };
      const outcome = await promotions.publish({ ...read.asked, ...by });
      if (!outcome.ok) return outcome;
      const answer = rulebookBody(outcome.rulebook);
      return outcome.repeated ? { status: 200 as const, body: answer } : { status: 201 as const, body: answer };
    },
  });

/** What is to be published, for the one who foresees it as for the act. Refuses people: they write drafts. */
function readRulebook(
  programs: PublishRouteDeps['programs'],
  principal: Principal,
  code: string,
  { version, inForceFrom, ...content }: z.output<typeof rulebookInputSchema>,
) {
  const found = findProgram(programs, principal, code);
  if (!found.ok) return found;
  if (principal.person !== undefined) return refuse('promotions.publication.needs_approval');
  const from = readInForceFrom(inForceFrom);
  if (!from.ok) return from;
  return { ok: true as const, asked: { program: found.program, content, inForceFrom: from.inForceFrom, version } };
}
