import type { z } from 'zod';
import type { webhookEndpointSchema, webhookFailureSchema } from '../../../../../contract/webhooks.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { Endpoint } from '../endpoint.ts';
import type { FailedEvent } from '../failed-event.ts';
import { messageId } from '../message.ts';
import { endpointToken } from './room-endpoint.ts';

/** The endpoint as the API shows it, without its keys. */
export const endpointBody =
  (tokens: Tokens) =>
  (endpoint: Endpoint): z.output<typeof webhookEndpointSchema> => ({
    id: endpointToken(tokens, endpoint.endpoint),
    url: endpoint.url,
    description: endpoint.description,
    events: [...endpoint.events],
    state: endpoint.state,
    ...(endpoint.reason !== '' && { reason: endpoint.reason }),
    stateSince: isoFromInstant(endpoint.stateSince),
    consecutiveFailures: endpoint.consecutiveFailures,
    ...(endpoint.failingSince !== undefined && { failingSince: isoFromInstant(endpoint.failingSince) }),
    ...(endpoint.previousKeyUntil !== undefined && { previousKeyUntil: isoFromInstant(endpoint.previousKeyUntil) }),
    madeAt: isoFromInstant(endpoint.madeAt),
  });

/** A failed event as the API shows it. */
export const failureBody =
  (endpoint: number) =>
  (event: FailedEvent): z.output<typeof webhookFailureSchema> => ({
    id: messageId(event.lane, event.seq, endpoint),
    type: event.type,
    owner: event.owner,
    state: event.state,
    attempts: event.attempts,
    ...(event.state !== 'dead' && { nextAttemptAt: isoFromInstant(event.nextAttemptAt) }),
    since: isoFromInstant(event.firstFailedAt),
    ...(event.lastStatus !== undefined && { lastStatus: event.lastStatus }),
    ...(event.lastError !== undefined && { lastError: event.lastError }),
  });
