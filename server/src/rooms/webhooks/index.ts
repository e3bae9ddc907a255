export { createWebhooks } from './create-webhooks.ts';
export type { EndpointLag, Webhooks } from './create-webhooks.ts';
export type { GuardOptions } from './destination.ts';
export type { Endpoint } from './endpoint.ts';
export type { Describe, Described } from './message.ts';
export { webhooksRefusals } from './refusals.ts';
