import type { NewClaim } from '../../../../../contract/checkout.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY, type Arrival } from '../../../platform/lanes/index.ts';
import type { ClaimOfReceipt } from '../claim-receipt.ts';
import type { Checkout } from '../create-checkout.ts';
import { messageContent } from './message-content.ts';
import { identityContent, readIdentity } from './read-identity.ts';
import { readMessage, referenceKey, type Sender } from './read-message.ts';
import { readOriginal } from './read-original.ts';
import { originalContent } from './read-return.ts';
import type { Read } from './room-endpoint.ts';

// A claim moves points by hand, so to say: its names stand beside those of adjustments.
const FAMILY_OF_CLAIMS = FAMILY.adjust;

/** Reads a claim. Refuses what readMessage refuses, no reference, and a sale that cannot be named so. */
export function readClaim(
  checkout: Checkout,
  sender: Sender,
  body: NewClaim,
): Read<{ readonly arrival: Arrival<ClaimOfReceipt> }> {
  const message = readMessage(checkout, sender, body);
  if (!message.ok) return message;
  const { till, receivedAt, occurredAt } = message;
  if (message.reference === undefined) return refuse('operation.reference_missing');
  const named = readOriginal(checkout, till, body.original);
  if (!named.ok) return named;
  const { tenant } = till.program;
  const who = readIdentity(body.member, checkout.programs.settings().tenant(tenant).defaultCountry);
  const input: ClaimOfReceipt = {
    ...{ till, receivedAt, occurredAt, original: named.original, identity: who.identity },
    raw: JSON.stringify({ ...body, reference: message.reference, member: who.masked }),
  };
  return {
    ok: true,
    arrival: {
      tenant,
      reference: referenceKey(till, FAMILY_OF_CLAIMS, message.reference),
      content: messageContent(checkout.keys, 'claim', message, [
        originalContent(named.original),
        identityContent(who.identity),
      ]),
      input,
    },
  };
}
