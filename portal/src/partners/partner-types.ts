import type { z } from 'zod';
import type {
  credentialSchema,
  issuedCredentialSchema,
  outletSchema,
  partnerSchema,
  terminalSchema,
} from '../../../contract/partners.ts';
import type {
  webhookEndpointSchema,
  webhookEndpointWithSecretSchema,
  webhookFailureSchema,
  webhookTestSchema,
} from '../../../contract/webhooks.ts';

export type Partner = z.output<typeof partnerSchema>;
export type Outlet = z.output<typeof outletSchema>;
export type Terminal = z.output<typeof terminalSchema>;
export type Credential = z.output<typeof credentialSchema>;
export type IssuedCredential = z.output<typeof issuedCredentialSchema>;
export type Webhook = z.output<typeof webhookEndpointSchema>;
export type WebhookWithSecret = z.output<typeof webhookEndpointWithSecretSchema>;
export type WebhookFailure = z.output<typeof webhookFailureSchema>;
export type WebhookTest = z.output<typeof webhookTestSchema>;
