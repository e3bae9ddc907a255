import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { decodeCursor } from '../../../platform/http/cursor.ts';
import type { Principal } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../../programs/index.ts';
import type { Notifications } from '../create-notifications.ts';

/** What the endpoints of this room stand on. */
export type NotificationRouteDeps = {
  readonly notifications: Notifications;
  readonly tokens: Tokens;
  readonly programs: Programs;
};

export const READ = 'messages:read';
export const WRITE = 'messages:write';
export const TAGS = ['messages'];

const NO_LANE = 0;
const NEWEST = 9_223_372_036_854_775_807n;

/** The name of a thing of this room outside. */
export const token = (tokens: Tokens, prefix: 'sup' | 'psh', id: bigint): string => tokens.encode(prefix, NO_LANE, id);

/** The id behind such a name; 0, which nothing has, for a text that is none. */
export const idOf = (tokens: Tokens, prefix: 'sup' | 'psh', text: string): bigint =>
  tokens.decode(prefix, text)?.id ?? 0n;

/** Refuses whoever speaks for a part of the tenant: messages and senders belong to all of it. */
export const refuseBound = (principal: Principal): Refusal<'notifications.channel.not_for_bound'> | undefined =>
  principal.partner === undefined && principal.terminal === undefined && principal.outlet === undefined
    ? undefined
    : refuse('notifications.channel.not_for_bound');

/** Where a page of a list goes on, newest first. */
export const beforeOf = (
  cursor: string | undefined,
): { readonly ok: true; readonly before: bigint } | Refusal<'http.cursor.malformed'> => {
  if (cursor === undefined) return { ok: true, before: NEWEST };
  const decoded = decodeCursor(cursor, ['string']);
  if (!decoded.ok) return decoded;
  return /^\d{1,18}$/.test(decoded.key[0])
    ? { ok: true, before: BigInt(decoded.key[0]) }
    : refuse('http.cursor.malformed');
};
