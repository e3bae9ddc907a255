import type { z } from 'zod';
import type { messageSchema, senderSchema, suppressionSchema } from '../../../../../contract/notifications.ts';
import { isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { Message } from '../message.ts';
import { FAILURES_TO_OPEN } from '../retry.ts';
import { publicSettings, secretNames, type Sender } from '../sender.ts';
import type { Suppression } from '../suppression.ts';
import { token, type NotificationRouteDeps } from './room-endpoint.ts';

/** A message as lists show it: without what it said, and masked whom it went to. */
export const messageBody =
  ({ notifications }: Pick<NotificationRouteDeps, 'notifications'>) =>
  (message: Message): z.output<typeof messageSchema> => ({
    id: notifications.messageToken(message.message),
    reference: message.reference,
    kind: message.kind,
    template: message.template,
    language: message.language,
    to: message.masked,
    state: message.state,
    ...(message.reason !== '' && { reason: message.reason }),
    ...(message.via !== '' && { via: message.via }),
    attempts: message.attempts,
    madeAt: isoFromInstant(message.madeAt),
    stateAt: isoFromInstant(message.stateAt),
    expiresAt: isoFromInstant(message.expiresAt),
    ...(message.state === 'queued' && { nextAttemptAt: isoFromInstant(message.nextAttemptAt) }),
    canBeResent: message.canBeResent,
  });

/** A sender without its secrets, and how it is going. */
export const senderBody =
  ({ notifications }: Pick<NotificationRouteDeps, 'notifications'>, now: Instant) =>
  (sender: Sender): z.output<typeof senderSchema> => {
    const isStopped = sender.failures >= FAILURES_TO_OPEN && sender.openUntil > now;
    const { settings } = sender;
    const place = notifications.gatewayToken(sender.tenant);
    return {
      kind: sender.kind,
      settings: { ...publicSettings(sender.settings) },
      secretsSet: secretNames(sender.settings),
      perSecond: sender.perSecond,
      health: isStopped ? 'stopped' : sender.failures > 0 ? 'failing' : 'up',
      failures: sender.failures,
      ...(sender.failingSince !== undefined && { failingSince: isoFromInstant(sender.failingSince) }),
      ...(isStopped && { nextTryAt: isoFromInstant(sender.openUntil) }),
      ...(sender.lastError !== '' && { lastError: sender.lastError }),
      ...(sender.lastSentAt !== undefined && { lastSentAt: isoFromInstant(sender.lastSentAt) }),
      ...('receipts' in settings && settings.receipts && { receiptsPath: `/v1/channels/receipts/${place}` }),
      ...('replies' in settings && settings.replies && { repliesPath: `/v1/channels/replies/${place}` }),
      ...('reports' in settings && settings.reports && { reportsPath: `/v1/channels/mail-reports/${place}` }),
    };
  };

export const suppressionBody =
  (tokens: Tokens) =>
  (one: Suppression): z.output<typeof suppressionSchema> => ({
    id: token(tokens, 'sup', one.suppression),
    kind: one.kind,
    address: one.masked,
    scope: one.scope,
    reason: one.reason,
    madeAt: isoFromInstant(one.madeAt),
  });
