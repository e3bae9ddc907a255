import { z } from 'zod';
import { idText, instantText, page, pageQuery } from './common.ts';

const endpointId = idText('whk');

const urlSchema = z
  .string()
  .max(2_000)
  .describe('Where messages are posted: https, a public address, no user or password in it');

const descriptionSchema = z.string().trim().max(200).describe('A note for people');

const eventsSchema = z
  .array(z.string().max(100))
  .min(1)
  .max(50)
  .describe('Event types such as `checkout.sale.confirmed`, their beginnings as `checkout.*`, or `*` for all');

const endpointFields = {
  id: endpointId,
  url: urlSchema,
  description: descriptionSchema,
  events: eventsSchema,
  state: z
    .enum(['active', 'paused', 'disabled'])
    .describe(
      '`paused`: asked for, or failing for a day. `disabled`: it answered 410 Gone. Neither loses anything: resume it',
    ),
  reason: z.enum(['asked', 'failing', 'gone']).optional().describe('Why it is not active; absent when it is'),
  stateSince: instantText,
  consecutiveFailures: z.number().int().describe('Failed attempts since the last success'),
  failingSince: instantText.optional().describe('Absent while it succeeds'),
  previousKeyUntil: instantText.optional().describe('Until then messages are signed with the previous key too'),
  madeAt: instantText,
};

export const webhookEndpointSchema = z.strictObject(endpointFields).meta({
  id: 'WebhookEndpoint',
  description: 'Where this tenant is told what happens. Messages are signed as Standard Webhooks says.',
});

export const webhookEndpointWithSecretSchema = z
  .strictObject({
    ...endpointFields,
    secret: z.string().describe('The signing key, `whsec_…`; shown here and never again'),
  })
  .meta({ id: 'WebhookEndpointWithSecret' });

export const webhookEndpointInputSchema = z
  .strictObject({ url: urlSchema, description: descriptionSchema.default(''), events: eventsSchema.default(['*']) })
  .meta({ id: 'NewWebhookEndpoint' });

export const webhookEndpointChangeSchema = z
  .strictObject({
    url: urlSchema.optional(),
    description: descriptionSchema.optional(),
    events: eventsSchema.optional(),
  })
  .meta({ id: 'WebhookEndpointChange', description: 'What is left out stays as it is.' });

export const webhookKeyRotationSchema = z
  .strictObject({
    previousKeyHours: z
      .number()
      .int()
      .min(0)
      .max(168)
      .default(24)
      .describe('So long the previous key signs beside the new one'),
  })
  .meta({ id: 'WebhookKeyRotation' });

export const webhookReplaySchema = z
  .union([
    z.strictObject({
      from: instantText.describe('Everything recorded at this instant or later is told again, under the same ids'),
    }),
    z.strictObject({ dead: z.literal(true).describe('Only what was given up after three days is tried again') }),
  ])
  .meta({ id: 'WebhookReplay' });

export const webhookFailureSchema = z
  .strictObject({
    id: z.string().describe('The `webhook-id` of the message'),
    type: z.string(),
    owner: z.string(),
    state: z
      .enum(['failing', 'waiting', 'dead'])
      .describe(
        '`failing`: tried again by schedule. `waiting`: behind a failed event of the same owner. `dead`: given up',
      ),
    attempts: z.number().int(),
    nextAttemptAt: instantText.optional().describe('Absent when it was given up'),
    since: instantText,
    lastStatus: z.number().int().optional().describe('HTTP status of the last answer; absent when there was none'),
    lastError: z.string().optional(),
  })
  .meta({ id: 'WebhookFailure', description: 'An event that the endpoint has not got.' });

export const webhookTestSchema = z
  .strictObject({
    id: z.string().describe('The `webhook-id` of the message'),
    delivered: z.boolean(),
    status: z.number().int().optional(),
    error: z.string().optional(),
    milliseconds: z.number().int(),
  })
  .meta({ id: 'WebhookTest' });

export const webhookEndpointPageSchema = page(webhookEndpointSchema).meta({ id: 'WebhookEndpointPage' });
export const webhookFailurePageSchema = page(webhookFailureSchema).meta({ id: 'WebhookFailurePage' });
export const webhookPathSchema = z.strictObject({ id: endpointId });
export const webhookFailureQuerySchema = z.strictObject({
  ...pageQuery.shape,
  state: z.enum(['failing', 'waiting', 'dead']).optional().describe('Only those; all when left out'),
});
