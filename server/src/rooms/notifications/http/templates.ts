import {
  previewInputSchema,
  previewSchema,
  templateInputSchema,
  templatePathSchema,
  templateSchema,
  templatesSchema,
} from '../../../../../contract/notifications.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Facts } from '../message.ts';
import { refuseBound, TAGS, type NotificationRouteDeps } from './room-endpoint.ts';

/** `GET /v1/templates` */
export const listTemplates = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/templates',
    summary: 'List the words of messages',
    description: 'Those of the house, and your own, which go before them.',
    scope: 'settings:read',
    tags: TAGS,
    answers: { 200: templatesSchema },
    refusals: ['notifications.channel.not_for_bound'],
    handler: async ({ principal }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const { own, house } = await notifications.templates(principal.tenant);
      const items = [
        ...own.map((template) => ({ ...template, isOwn: true })),
        ...house.map((template) => ({ ...template, isOwn: false })),
      ];
      return { status: 200 as const, body: { items } };
    },
  });

/** `PUT /v1/templates/:template/:kind/:language` */
export const setTemplate = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'PUT',
    path: '/v1/templates/:template/:kind/:language',
    summary: 'Say a message in your own words',
    description:
      'Liquid; facts are escaped in HTML, and a fact that is missing fails the message. Words of a message that carries a code or a link ' +
      'have to say it, and may ask for no fact that it does not have.',
    scope: 'settings:write',
    tags: TAGS,
    params: templatePathSchema,
    body: templateInputSchema,
    answers: { 200: templateSchema },
    refusals: ['notifications.channel.not_for_bound', 'notifications.template.malformed'],
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const template = { ...params, ...body };
      const set = await notifications.setTemplate(principal.tenant, template, actorOf(principal));
      return set.ok ? { status: 200 as const, body: { ...template, isOwn: true } } : set;
    },
  });

/** `DELETE /v1/templates/:template/:kind/:language` */
export const removeTemplate = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'DELETE',
    path: '/v1/templates/:template/:kind/:language',
    summary: 'Take your own words back',
    scope: 'settings:write',
    tags: TAGS,
    params: templatePathSchema,
    answers: { 204: null },
    refusals: ['notifications.channel.not_for_bound', 'notifications.template.unknown'],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const gone = await notifications.removeTemplate(principal.tenant, params, actorOf(principal));
      return gone.ok ? { status: 204 as const, body: undefined } : gone;
    },
  });

/** `POST /v1/templates/preview` */
export const previewTemplate = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'POST',
    path: '/v1/templates/preview',
    repeats: 'reads',
    summary: 'Show a message as it would be',
    description: 'Nothing is sent and nothing kept.',
    scope: 'settings:read',
    tags: TAGS,
    body: previewInputSchema,
    answers: { 200: previewSchema },
    refusals: [
      'notifications.channel.not_for_bound',
      'notifications.template.unknown',
      'notifications.template.malformed',
    ],
    handler: async ({ principal, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const { facts, words, ...key } = body;
      const shown = await notifications.previewTemplate(principal.tenant, key, facts as Facts, words);
      return shown.ok ? { status: 200 as const, body: shown.rendered } : shown;
    },
  });
