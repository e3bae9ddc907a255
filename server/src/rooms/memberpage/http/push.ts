import { memberPushKeySchema, memberPushSchema } from '../../../../../contract/member-page.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { memberOf } from '../authenticate.ts';
import { roomEndpoint, SESSION_REFUSALS, signedIn, TAGS, type MemberPageRouteDeps } from './room-endpoint.ts';

/** `GET /v1/me/push-key` */
export const getPushKey = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/me/push-key',
    summary: 'The key by which this browser takes pushes',
    scope: 'public',
    tags: TAGS,
    answers: { 200: memberPushKeySchema },
    refusals: [...SESSION_REFUSALS, 'notifications.channel.not_set'],
    handler: async (request) => {
      const found = await signedIn(deps, request, false);
      if (!found.ok) return found;
      const sender = await deps.notifications.findSender(found.session.tenant, 'push');
      if (sender?.settings.protocol !== 'web_push') return refuse('notifications.channel.not_set');
      return { status: 200 as const, body: { publicKey: sender.settings.publicKey } };
    },
  });

/** `POST /v1/me/push-subscriptions` */
export const subscribe = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/me/push-subscriptions',
    summary: 'Let this browser take pushes',
    description: 'From then on the page counts as an app that answers. The same browser again is a sign of life.',
    scope: 'public',
    tags: TAGS,
    body: memberPushSchema,
    answers: { 204: null },
    refusals: [...SESSION_REFUSALS, 'memberpage.member.none', 'notifications.subscription.malformed'],
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const own = memberOf(found.session);
      if (!own.ok) return own;
      const member = deps.tokens.encode('mem', own.member.lane, own.member.owner);
      const made = await deps.notifications.subscribe(found.session.tenant, { ...request.body, member });
      return made.ok ? { status: 204 as const, body: undefined } : made;
    },
  });
