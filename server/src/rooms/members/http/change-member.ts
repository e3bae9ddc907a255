import type { z } from 'zod';
import {
  consentsInputSchema,
  memberChangedSchema,
  memberChangeSchema,
  memberPathSchema,
} from '../../../../../contract/members.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { EndpointRequest } from '../../../platform/http/endpoint.ts';
import { FAMILY, type Outcome } from '../../../platform/lanes/index.ts';
import type { Principal } from '../../partners/index.ts';
import type { MemberChangeAnswer } from '../change-member.ts';
import { memberArrival } from '../member-arrival.ts';
import { nameOperation, proofBy } from '../operation-name.ts';
import { PERSON_FIELDS, type PersonField } from '../profile.ts';
import { effectOfChange, STANDING } from './effect-of-change.ts';
import { OPERATION_REFUSALS, roomEndpoint, TOLD_REFUSALS, type MemberRouteDeps } from './room-endpoint.ts';
import type { TierGiven } from '../tier-slot.ts';
import { toldAt } from './told-at.ts';

/** The answer to a change, as it stands in JSON. */
export const changedBody = ({ answer, repeated }: Extract<Outcome<MemberChangeAnswer>, { ok: true }>) => ({
  ...answer,
  changed: [...answer.changed],
  recordedAt: isoFromInstant(answer.recordedAt),
  repeated,
});

/** `PATCH /v1/members/:member` */
export const changeMember = (deps: MemberRouteDeps) =>
  roomEndpoint({
    method: 'PATCH',
    path: '/v1/members/:member',
    summary: 'Change what is known of a member',
    description:
      'Overwrites what is named, and settles what waits in the merge queue about the same fields. A new phone without its ' +
      'code is kept as not proved; with the code it ends the holding of whoever had proved it. A tier that is not below the one the member has waits for ' +
      'a second person, and so does, by hand, an attribute that a published promotion asks for.',
    scope: 'members:write',
    tags: ['members'],
    params: memberPathSchema,
    body: memberChangeSchema,
    answers: { 200: memberChangedSchema },
    refusals: [
      ...OPERATION_REFUSALS,
      ...TOLD_REFUSALS,
      'members.member.unknown',
      'programs.program.not_found',
      'members.enrolment.missing',
      'tiers.definition.missing',
      'tiers.level.unknown',
      'tiers.by_hand.over',
    ],
    examples: { body: { reference: 'desk-17', channel: 'web', profile: { email: 'ana@example.com' } } },
    secondPerson: {
      kind: STANDING,
      effect: async (request) => {
        const read = readChange(deps, request);
        return read.ok ? effectOfChange(deps, request.principal, read.arrival) : read;
      },
    },
    handler: async (request) => {
      const read = readChange(deps, request);
      if (!read.ok) return read;
      const outcome = await deps.machine.submit(deps.members.change, read.arrival);
      return outcome.ok ? { status: 200 as const, body: changedBody(outcome) } : outcome;
    },
  });

type Asked = EndpointRequest<
  Principal,
  z.output<typeof memberPathSchema>,
  unknown,
  z.output<typeof memberChangeSchema>
>;

/** Reads what is to be different about a member. Refuses names that differ, a moment that no calendar has, and a program that is not there. */
function readChange(
  { programs, keys }: Pick<MemberRouteDeps, 'programs' | 'keys'>,
  { principal, params, body, clientReference }: Pick<Asked, 'principal' | 'params' | 'body' | 'clientReference'>,
) {
  const { reference, phoneCode, occurredAt, profile, tiers, ...told } = body;
  const named = nameOperation(principal, FAMILY.member, reference, clientReference);
  if (!named.ok) return named;
  const when = toldAt(occurredAt);
  if (!when.ok) return when;
  const given: TierGiven[] = [];
  for (const { program: code, tier, reason, until } of tiers ?? []) {
    const program = programs.settings().programByCode(principal.tenant, code);
    if (!program) return refuse('programs.program.not_found', { program: code });
    const ends = toldAt(until);
    if (!ends.ok) return ends;
    given.push({ program: program.program, tier, reason, until: ends.at });
  }
  const input = {
    ...told,
    tenant: principal.tenant,
    member: params.member,
    profile: setOnly(profile ?? {}),
    cleared: PERSON_FIELDS.filter((field) => profile?.[field] === null),
    ...(tiers && { tiers: given }),
    occurredAt: when.at,
    phoneProof: phoneCode === undefined ? undefined : proofBy(named.name, phoneCode),
  };
  const content = { ...told, profile, tiers, occurredAt, member: params.member };
  return { ok: true as const, arrival: memberArrival(keys, named.name, content, input) };
}

const setOnly = (profile: { readonly [Field in PersonField]?: string | null | undefined }): Partial<
  Record<PersonField, string>
> => Object.fromEntries(Object.entries(profile).filter(([, value]) => typeof value === 'string'));

/** `POST /v1/members/:member/consents` */
export const sayConsents = ({ machine, members, keys }: MemberRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/members/:member/consents',
    summary: 'Record what a member agrees to, or withdraws',
    description:
      'Nothing is overwritten: the history stays, and what was said last about a purpose and channel counts.',
    scope: 'members:write',
    tags: ['members'],
    params: memberPathSchema,
    body: consentsInputSchema,
    answers: { 200: memberChangedSchema },
    refusals: [...OPERATION_REFUSALS, 'http.input.invalid', 'members.member.unknown'],
    handler: async ({ principal, params, body, clientReference }) => {
      const { reference, occurredAt, ...told } = body;
      const named = nameOperation(principal, FAMILY.member, reference, clientReference);
      if (!named.ok) return named;
      const when = toldAt(occurredAt);
      if (!when.ok) return when;
      const input = { ...told, tenant: principal.tenant, member: params.member, occurredAt: when.at };
      const content = { ...told, occurredAt, member: params.member };
      const outcome = await machine.submit(members.change, memberArrival(keys, named.name, content, input));
      return outcome.ok ? { status: 200 as const, body: changedBody(outcome) } : outcome;
    },
  });
