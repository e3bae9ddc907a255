import type { z } from 'zod';
import { enrolledSchema, enrolmentInputSchema } from '../../../../../contract/members.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { EndpointRequest } from '../../../platform/http/endpoint.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import type { Principal } from '../../partners/index.ts';
import { memberArrival } from '../member-arrival.ts';
import { nameOperation, proofBy } from '../operation-name.ts';
import { effectOfEnrolment, STANDING } from './effect-of-change.ts';
import { OPERATION_REFUSALS, roomEndpoint, TOLD_REFUSALS, type MemberRouteDeps } from './room-endpoint.ts';
import { toldAt } from './told-at.ts';

/** `POST /v1/members` */
export const enrolMember = (deps: MemberRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/members',
    summary: 'Enrol a person in a program',
    description:
      'The same phone through another channel is the same member. What is told differently from what is known is not ' +
      'overwritten: it waits in the merge queue and stands in `conflicts`. What promotions give for joining is booked with it, but ' +
      'not for who comes by a file. By hand it waits for a second person with an attribute that a published promotion asks for.',
    scope: 'members:write',
    tags: ['members'],
    body: enrolmentInputSchema,
    answers: { 200: enrolledSchema, 201: enrolledSchema },
    refusals: [
      ...OPERATION_REFUSALS,
      ...TOLD_REFUSALS,
      'programs.program.not_found',
      'programs.program.closed',
      'kernel.card_number.malformed',
      'members.phone.ambiguous',
      'members.phone.proof_needed',
      'members.member.unknown',
      'members.person.erased',
      'cards.card.exists',
      'members.card.merge_needed',
      'cards.stock.for_another',
      'cards.card.suspended',
      'cards.range.not_stock',
      'cards.range.other_type',
      'cards.stock.activated',
      'cards.stock.destroyed',
      'cards.stock.expired',
    ],
    examples: {
      body: {
        reference: 'web-form-8812',
        program: 'club',
        channel: 'web',
        phone: '+34600123456',
        profile: { givenName: 'Ana' },
      },
    },
    secondPerson: {
      kind: STANDING,
      ofPersons: true,
      effect: async (request) => {
        const read = readEnrolment(deps, request);
        return read.ok ? effectOfEnrolment(deps, request.body.program, read.arrival) : read;
      },
    },
    handler: async (request) => {
      const read = readEnrolment(deps, request);
      if (!read.ok) return read;
      const outcome = await deps.machine.submit(deps.members.enrolment, read.arrival);
      if (!outcome.ok) return outcome;
      const { answer, repeated } = outcome;
      const shown = {
        ...answer,
        conflicts: [...answer.conflicts],
        welcome: answer.welcome && { ...answer.welcome, earned: [...answer.welcome.earned] },
        recordedAt: isoFromInstant(answer.recordedAt),
        repeated,
      };
      return { status: answer.isNew ? (201 as const) : (200 as const), body: shown };
    },
  });

type Asked = EndpointRequest<Principal, unknown, unknown, z.output<typeof enrolmentInputSchema>>;

/** Reads who joins which program. Refuses names that differ, a program that is not there, and a moment that no calendar has. */
function readEnrolment(
  { programs, keys }: Pick<MemberRouteDeps, 'programs' | 'keys'>,
  { principal, body, clientReference }: Pick<Asked, 'principal' | 'body' | 'clientReference'>,
) {
  const { reference, phoneCode, occurredAt, program: code, ...told } = body;
  const named = nameOperation(principal, FAMILY.member, reference, clientReference);
  if (!named.ok) return named;
  const program = programs.settings().programByCode(principal.tenant, code);
  if (!program) return refuse('programs.program.not_found', { program: code });
  const when = toldAt(occurredAt);
  if (!when.ok) return when;
  const input = {
    ...told,
    tenant: principal.tenant,
    program: program.program,
    occurredAt: when.at,
    phoneProof: phoneCode === undefined ? undefined : proofBy(named.name, phoneCode),
  };
  const content = { ...told, program: code, occurredAt };
  return { ok: true as const, arrival: memberArrival(keys, named.name, content, input) };
}
