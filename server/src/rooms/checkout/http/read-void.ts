import type { NewVoid } from '../../../../../contract/checkout.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY, type Arrival } from '../../../platform/lanes/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { Void } from '../void.ts';
import { messageContent } from './message-content.ts';
import { readMessage, referenceKey, type Sender } from './read-message.ts';
import { findReference } from './read-original.ts';
import type { Read } from './room-endpoint.ts';

/** Reads a void. Refuses what readMessage refuses, no reference, and a till that the sender's partner does not have. */
export function readVoid(checkout: Checkout, sender: Sender, body: NewVoid): Read<{ readonly arrival: Arrival<Void> }> {
  const message = readMessage(checkout, sender, body);
  if (!message.ok) return message;
  const { till, receivedAt, manner, exceptions, occurredAt } = message;
  if (message.reference === undefined) return refuse('operation.reference_missing');
  const found = findReference(checkout, till, FAMILY[body.target.family], body.target);
  if (!found.ok) return found;
  const target = found.reference;
  const input: Void = {
    ...{ till, receivedAt, manner, exceptions, occurredAt, target },
    isOffline: body.offline,
    raw: JSON.stringify({ ...body, reference: message.reference }),
  };
  const named = [String(target.space), target.family, target.reference.toString('base64')];
  return {
    ok: true,
    arrival: {
      tenant: till.program.tenant,
      reference: referenceKey(till, FAMILY.void, message.reference),
      content: messageContent(checkout.keys, 'void', message, named),
      input,
    },
  };
}
