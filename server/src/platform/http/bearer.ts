import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/** The secret of an Authorization header. Refuses a missing header and any other form than `Bearer …`. */
export const bearerSecretOf = (
  authorization: string | undefined,
): Ok<{ readonly secret: string }> | Refusal<'http.credential.missing' | 'http.credential.invalid'> => {
  if (authorization === undefined || authorization === '') return refuse('http.credential.missing');
  // Nearly every header is written just so; the pattern is for the rest.
  if (authorization.startsWith('Bearer ') && !authorization.includes(' ', 7) && authorization.length > 7) {
    return { ok: true, secret: authorization.slice(7) };
  }
  const secret = BEARER.exec(authorization)?.[1];
  return secret === undefined ? refuse('http.credential.invalid') : { ok: true, secret };
};
