import {
  memberChangedSchema,
  memberPathSchema,
  phoneCodeInputSchema,
  phoneCodeSentSchema,
  phoneVerificationSchema,
} from '../../../../../contract/members.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { memberArrival } from '../member-arrival.ts';
import { nameOperation, proofBy } from '../operation-name.ts';
import { changedBody } from './change-member.ts';
import { OPERATION_REFUSALS, roomEndpoint, type MemberRouteDeps } from './room-endpoint.ts';

/** `POST /v1/phone-codes` */
export const sendPhoneCode = ({ members }: MemberRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/phone-codes',
    summary: 'Send a one-time code to a phone',
    description:
      'Six digits, good for ten minutes, five tries and one operation. The answer is the same whether somebody has the phone ' +
      'or not. Where no channel for SMS is set, the code stands in `GET /v1/outbox`.',
    scope: 'members:write',
    tags: ['members'],
    body: phoneCodeInputSchema,
    answers: { 202: phoneCodeSentSchema },
    refusals: ['kernel.phone.malformed', 'members.code.too_many'],
    examples: { body: { phone: '+34600123456', purpose: 'spend' } },
    handler: async ({ principal, body, language }) => {
      const sent = await members.sendPhoneCode(principal.tenant, body.phone, body.purpose, language);
      return sent.ok ? { status: 202 as const, body: { expiresAt: isoFromInstant(sent.expiresAt) } } : sent;
    },
  });

/** `POST /v1/members/:member/phone-verification` */
export const verifyPhone = ({ machine, members, keys }: MemberRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/members/:member/phone-verification',
    summary: 'Prove the phone of a member by its code',
    description: 'Takes a code of the purpose `verify`. Whoever had proved the phone before holds it no more.',
    scope: 'members:write',
    tags: ['members'],
    params: memberPathSchema,
    body: phoneVerificationSchema,
    answers: { 200: memberChangedSchema },
    refusals: [
      ...OPERATION_REFUSALS,
      'kernel.phone.malformed',
      'members.member.unknown',
      'members.phone.missing',
      'members.code.wrong',
    ],
    handler: async ({ principal, params, body, clientReference }) => {
      const named = nameOperation(principal, FAMILY.member, body.reference, clientReference);
      if (!named.ok) return named;
      const content = { verifies: params.member, channel: body.channel };
      const input = {
        tenant: principal.tenant,
        member: params.member,
        channel: body.channel,
        phoneProof: proofBy(named.name, body.code),
      };
      const outcome = await machine.submit(members.verification, memberArrival(keys, named.name, content, input));
      return outcome.ok ? { status: 200 as const, body: changedBody(outcome) } : outcome;
    },
  });
