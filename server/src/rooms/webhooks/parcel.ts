import { MICROSECONDS_PER_SECOND, type Instant } from '../../kernel/instant.ts';
import { signatureOf } from './signing-keys.ts';

/** The headers of Standard Webhooks, and those that every POST has. */
export const headersOf = (
  id: string,
  body: string,
  signed: { readonly secrets: readonly Buffer[]; readonly at: Instant },
): Readonly<Record<string, string>> => {
  const atSeconds = Math.floor(signed.at / MICROSECONDS_PER_SECOND);
  return {
    'content-type': 'application/json',
    'user-agent': 'Tallystick-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(atSeconds),
    'webhook-signature': signatureOf(signed.secrets, id, atSeconds, body),
  };
};
