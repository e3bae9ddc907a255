import type { NewRescoreQuote } from '../../../../../contract/checkout.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY, type Arrival } from '../../../platform/lanes/index.ts';
import { byHandOf } from '../../partners/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { RescoreOfReceipt } from '../rescore-receipt.ts';
import { messageContent } from './message-content.ts';
import { readMessage, referenceKey, type Sender } from './read-message.ts';
import { readOriginal } from './read-original.ts';
import { originalContent } from './read-return.ts';
import type { Read } from './room-endpoint.ts';

/** What a rehearsal is called: it is forgotten, and no reference is taken. */
const REHEARSED = 'rehearsed';

/**
 * Reads a request to decide a receipt again. Refuses what readMessage refuses, no reference (a rehearsal needs none), and a sale that
 * cannot be named so.
 */
export function readRescore(
  checkout: Checkout,
  sender: Sender,
  body: NewRescoreQuote & { readonly reference?: string | undefined },
  isRehearsal = false,
): Read<{ readonly arrival: Arrival<RescoreOfReceipt> }> {
  const message = readMessage(checkout, sender, body);
  if (!message.ok) return message;
  const { till, receivedAt, occurredAt } = message;
  if (message.reference === undefined && !isRehearsal) return refuse('operation.reference_missing');
  const named = readOriginal(checkout, till, body.original);
  if (!named.ok) return named;
  const { rulebook: version, reason } = body;
  const reference = message.reference ?? REHEARSED;
  return {
    ok: true,
    arrival: {
      tenant: till.program.tenant,
      reference: referenceKey(till, FAMILY.adjust, reference),
      content: messageContent(checkout.keys, 'rescore', message, [originalContent(named.original), version, reason]),
      input: {
        ...{ till, receivedAt, occurredAt, original: named.original, version, reason },
        by: byHandOf(checkout.tokens, sender.principal),
        raw: JSON.stringify({ ...body, reference }),
      },
    },
  };
}
