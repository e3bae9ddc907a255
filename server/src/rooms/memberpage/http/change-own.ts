import { memberConsentsSchema, memberDoneSchema, memberProfileSchema } from '../../../../../contract/member-page.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { memberArrival, type MemberChange } from '../../members/index.ts';
import { memberOf } from '../authenticate.ts';
import type { MemberPageDeps } from '../deps.ts';
import { spaceOf } from '../erase.ts';
import type { Session } from '../session.ts';
import { roomEndpoint, SESSION_REFUSALS, signedIn, TAGS, type MemberPageRouteDeps } from './room-endpoint.ts';

const CHANGE_REFUSALS: readonly string[] = [
  ...SESSION_REFUSALS,
  'memberpage.member.none',
  'members.member.unknown',
  'members.profile.malformed',
  'operation.reference_reused',
  'operation.voided_before',
  'operation.owner_moving',
  'operation.not_taken',
];

/** `POST /v1/me/consents` */
export const sayConsents = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/me/consents',
    summary: 'Agree, or withdraw what was agreed',
    description: 'Counts from this moment on. What was said before stays in the history.',
    scope: 'public',
    tags: TAGS,
    body: memberConsentsSchema,
    answers: { 200: memberDoneSchema },
    refusals: CHANGE_REFUSALS,
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const { reference, consents } = request.body;
      return change(deps, found.session, reference, {
        consents: consents.map((one) => ({ ...one, source: "the member's page" })),
      });
    },
  });

/** `PATCH /v1/me` */
export const changeProfile = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'PATCH',
    path: '/v1/me',
    summary: 'Change what is known of oneself',
    description: 'What is left out stays; null empties.',
    scope: 'public',
    tags: TAGS,
    body: memberProfileSchema,
    answers: { 200: memberDoneSchema },
    refusals: CHANGE_REFUSALS,
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const { reference, ...told } = request.body;
      const fields = Object.entries(told);
      return change(deps, found.session, reference, {
        profile: Object.fromEntries(fields.filter(([, value]) => typeof value === 'string')),
        cleared: fields.filter(([, value]) => value === null).map(([field]) => field as keyof typeof told),
      });
    },
  });

async function change(
  { machine, members, keys, tokens }: MemberPageDeps,
  session: Session,
  reference: string,
  told: Partial<MemberChange>,
) {
  const own = memberOf(session);
  if (!own.ok) return own;
  const member = tokens.encode('mem', own.member.lane, own.member.owner);
  const input = { ...told, tenant: session.tenant, member, channel: 'web' } as const;
  const name = { space: spaceOf(own.member), family: FAMILY.member, reference };
  const outcome = await machine.submit(members.change, memberArrival(keys, name, { member, ...told }, input));
  if (!outcome.ok) return outcome;
  const body = { recordedAt: isoFromInstant(outcome.answer.recordedAt), repeated: outcome.repeated };
  return { status: 200 as const, body };
}
