import { actorOf } from '../../../platform/audit.ts';
import {
  messageQueuedSchema,
  senderInputSchema,
  senderPathSchema,
  senderSchema,
  sendersSchema,
  testMessageInputSchema,
} from '../../../../../contract/notifications.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { endpoint, type Effect } from '../../../platform/http/endpoint.ts';
import { oneReference } from '../../../platform/lanes/index.ts';
import { changedSettings, wayOf, type ChangeOfWay } from '../way-of-sender.ts';
import { senderBody } from './message-body.ts';
import { refuseBound, TAGS, WRITE, type NotificationRouteDeps } from './room-endpoint.ts';

/** `GET /v1/channels` */
export const listChannels = (deps: NotificationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/channels',
    summary: 'Show how messages go out, and how that is going',
    description: 'A kind that is not in the list has no sender: its messages land in the outbox.',
    scope: 'settings:read',
    tags: TAGS,
    answers: { 200: sendersSchema },
    refusals: ['notifications.channel.not_for_bound'],
    handler: async ({ principal }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const senders = await deps.notifications.senders(principal.tenant);
      return { status: 200 as const, body: { items: senders.map(senderBody(deps, deps.notifications.now())) } };
    },
  });

/** The kind of request by which the way that messages go is changed. */
const CHANNEL_CHANGE = 'notifications.channel_change';

const effectOf = (kind: string, change: ChangeOfWay): Effect => ({
  subject: `channel ${kind}`,
  facts: { channel: kind, changes: changedSettings(change) },
});

/** `PUT /v1/channels/:kind` */
export const setChannel = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'PUT',
    path: '/v1/channels/:kind',
    summary: 'Set how messages of a kind go out',
    description:
      'Holds from the next message on. Secrets that are left out stay as they are. Send a test message afterwards. Another server, account ' +
      'or sender, the first one too, waits for a second person: whoever sets it reads the codes that go through it.',
    scope: 'settings:write',
    tags: TAGS,
    params: senderPathSchema,
    body: senderInputSchema,
    answers: { 200: senderSchema },
    refusals: [
      'notifications.channel.not_for_bound',
      'notifications.channel.settings_wrong',
      'notifications.channel.inside',
    ],
    examples: {
      body: {
        settings: {
          protocol: 'smtp',
          host: 'mail.example.com',
          port: 587,
          user: 'club',
          password: 'secret',
          fromAddress: 'club@example.com',
        },
      },
    },
    secondPerson: {
      kind: CHANNEL_CHANGE,
      effect: async ({ principal, params: { kind }, body }) => {
        const bound = refuseBound(principal);
        if (bound) return bound;
        const seen = await notifications.foreseeSender(principal.tenant, kind, body.settings);
        if (!seen.ok) return seen;
        return { ok: true, effect: seen.change && effectOf(kind, seen.change) };
      },
    },
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const set = await notifications.setSender(
        principal.tenant,
        params.kind,
        body.settings,
        body.perSecond,
        actorOf(principal),
      );
      if (!set.ok) return set;
      return { status: 200 as const, body: senderBody({ notifications }, notifications.now())(set.sender) };
    },
  });

/** `DELETE /v1/channels/:kind` */
export const removeChannel = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'DELETE',
    path: '/v1/channels/:kind',
    summary: 'Send no more messages of a kind',
    description: 'From then on they land in the outbox, where codes can be read: a second person is asked.',
    scope: 'settings:write',
    tags: TAGS,
    params: senderPathSchema,
    answers: { 204: null },
    refusals: ['notifications.channel.not_for_bound', 'notifications.channel.not_set'],
    secondPerson: {
      kind: CHANNEL_CHANGE,
      effect: async ({ principal, params: { kind } }) => {
        const bound = refuseBound(principal);
        if (bound) return bound;
        const known = await notifications.findSender(principal.tenant, kind);
        // Whoever removes it is told that there is none.
        if (known === undefined) return { ok: true };
        const before = { protocol: known.settings.protocol, ...wayOf(known.settings) };
        return { ok: true, effect: effectOf(kind, { before, after: null }) };
      },
    },
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const removed = await notifications.removeSender(principal.tenant, params.kind, actorOf(principal));
      return removed.ok ? { status: 204 as const, body: undefined } : removed;
    },
  });

/** `POST /v1/channels/:kind/test` */
export const testChannel = ({ notifications, programs }: NotificationRouteDeps) =>
  endpoint({
    method: 'POST',
    path: '/v1/channels/:kind/test',
    summary: 'Send a test message',
    description: 'It goes the way of every message; ask for its state under `GET /v1/messages/:message`.',
    scope: WRITE,
    tags: TAGS,
    params: senderPathSchema,
    body: testMessageInputSchema,
    answers: { 202: messageQueuedSchema },
    refusals: [
      'notifications.channel.not_for_bound',
      'notifications.channel.address_missing',
      'operation.reference_differs',
      'notifications.message.reference_reused',
      'kernel.phone.malformed',
      'kernel.email.malformed',
    ],
    handler: async ({ principal, params: { kind }, body, clientReference }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const named = oneReference(body.reference, clientReference);
      if (!named.ok) return named;
      const { tenant } = principal;
      const { name, defaultCountry } = programs.settings().tenant(tenant);
      const to = notifications.readAddress(kind, body, defaultCountry);
      if (!to.ok) return to;
      const { language } = body;
      const test = { tenant, kind, to: to.to, language, name, reference: named.reference };
      const said = await notifications.sendTest(test, actorOf(principal));
      if (!said.ok) return refuse('notifications.message.reference_reused', said.facts);
      const { message, state, isRepeat } = said;
      return { status: 202 as const, body: { id: notifications.messageToken(message), state, repeated: isRepeat } };
    },
  });
