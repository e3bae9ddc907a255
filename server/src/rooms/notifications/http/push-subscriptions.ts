import {
  pushKeySchema,
  pushSubscriptionInputSchema,
  pushSubscriptionPathSchema,
  pushSubscriptionSchema,
} from '../../../../../contract/notifications.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import { idOf, refuseBound, TAGS, token, WRITE, type NotificationRouteDeps } from './room-endpoint.ts';

/** `GET /v1/push-key` */
export const getPushKey = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/push-key',
    summary: 'The key by which browsers subscribe to pushes',
    scope: WRITE,
    tags: TAGS,
    answers: { 200: pushKeySchema },
    refusals: ['notifications.channel.not_set'],
    handler: async ({ principal }) => {
      const sender = await notifications.findSender(principal.tenant, 'push');
      if (sender?.settings.protocol !== 'web_push') return refuse('notifications.channel.not_set');
      return { status: 200 as const, body: { publicKey: sender.settings.publicKey } };
    },
  });

/** `POST /v1/push-subscriptions` */
export const addPushSubscription = ({ notifications, tokens }: NotificationRouteDeps) =>
  endpoint({
    method: 'POST',
    path: '/v1/push-subscriptions',
    summary: 'Let a browser of a member take pushes',
    description: 'The same browser again is a sign of life. Beyond ten the one not seen longest makes room.',
    scope: WRITE,
    tags: TAGS,
    body: pushSubscriptionInputSchema,
    answers: { 200: pushSubscriptionSchema },
    refusals: ['notifications.channel.not_for_bound', 'notifications.subscription.malformed'],
    handler: async ({ principal, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const made = await notifications.subscribe(principal.tenant, body, actorOf(principal));
      return made.ok ? { status: 200 as const, body: { id: token(tokens, 'psh', made.subscription) } } : made;
    },
  });

/** `DELETE /v1/push-subscriptions/:subscription` */
export const removePushSubscription = ({ notifications, tokens }: NotificationRouteDeps) =>
  endpoint({
    method: 'DELETE',
    path: '/v1/push-subscriptions/:subscription',
    summary: 'Send a browser no more pushes',
    scope: WRITE,
    tags: TAGS,
    params: pushSubscriptionPathSchema,
    answers: { 204: null },
    refusals: ['notifications.channel.not_for_bound', 'notifications.subscription.not_found'],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const ended = await notifications.unsubscribe(
        principal.tenant,
        idOf(tokens, 'psh', params.subscription),
        actorOf(principal),
      );
      return ended.ok ? { status: 204 as const, body: undefined } : ended;
    },
  });
