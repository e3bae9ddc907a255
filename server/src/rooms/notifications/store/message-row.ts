import type { Instant } from '../../../kernel/instant.ts';
import type { Kind, Language, Message, MessageState, Purpose } from '../message.ts';

/** A message without what is personal. */
export type MessageRow = {
  message: bigint;
  tenant_id: number;
  reference: string;
  kind: Kind;
  template: string;
  language: Language;
  purpose: Purpose;
  masked: string;
  state: MessageState;
  reason: string;
  via: string;
  attempts: number;
  next_attempt_at: Instant;
  expires_at: Instant;
  made_at: Instant;
  state_at: Instant;
  is_kept: boolean;
  is_secret: boolean;
};

export const MESSAGE_COLUMNS = `message, tenant_id, reference, kind, template, language, purpose, masked, state, reason, via, attempts,
         next_attempt_at, expires_at, made_at, state_at, is_secret, sealed is not null as is_kept`;

export const messageOfRow = (row: MessageRow): Message => ({
  message: row.message,
  tenant: row.tenant_id,
  reference: row.reference,
  kind: row.kind,
  template: row.template,
  language: row.language,
  purpose: row.purpose,
  masked: row.masked,
  state: row.state,
  reason: row.reason,
  via: row.via,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  expiresAt: row.expires_at,
  madeAt: row.made_at,
  stateAt: row.state_at,
  isKept: row.is_kept,
  canBeResent: row.is_kept && !row.is_secret,
});
