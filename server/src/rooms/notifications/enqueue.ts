import { assert } from '../../kernel/assert.ts';
import { addSeconds, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Queries } from '../../platform/database/database.ts';
import {
  FACT_LENGTH_MAX,
  FACTS_MAX,
  KEEPING_SECONDS,
  LIFE_SECONDS,
  REFERENCE_LENGTH_MAX,
  type Address,
  type Facts,
  type Kind,
  type Language,
  type MessageState,
  type Purpose,
} from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { addressKey, addressText, contentDigests, maskAddress, sealContent } from './sealed-content.ts';
import { findByReference, insertMessage } from './store/message.ts';

/** A message to a person. */
export type MessageInput = {
  readonly tenant: number;
  /** The sender's own name of it, best with the room in front: `delivery.job.17.sms.1`. The same again is the same message. */
  readonly reference: string;
  readonly kind: Kind;
  /** A phone for an SMS, an address for e-mail, a member for a push. */
  readonly to: Address;
  /** The code of a template: the tenant's own words, else those of the house. A wrong one fails the message, not the caller. */
  readonly template: string;
  readonly facts: Facts;
  readonly language: Language;
  readonly purpose?: Purpose | undefined;
  /** After that it is of no use and not sent any more; hours or days where left out, by kind. */
  readonly expiresAt?: Instant | undefined;
  /** The facts hold a code or a link that opens something: they are deleted as soon as it is sent, and it cannot be sent again. */
  readonly isSecret?: boolean | undefined;
};

export type EnqueueOutcome =
  | Ok<{ readonly message: bigint; readonly state: MessageState; readonly isRepeat: boolean }>
  | Refusal<'notifications.message.reference_reused'>;

const FITS: Readonly<Record<Kind, (to: Address) => boolean>> = {
  email: (to) => 'email' in to,
  sms: (to) => 'phone' in to,
  push: (to) => 'member' in to,
};

/**
 * Puts a message into the queue, inside the caller's transaction: it goes out if that commits, soon after, whatever state its
 * channel is in. Same reference and same content is the same message; other content is refused. One insert, no lock of a row that
 * others write, no NOTIFY: a sale may call it.
 */
export async function enqueue(
  { keys, clock }: Pick<NotificationDeps, 'keys' | 'clock'>,
  tx: Queries,
  input: MessageInput,
): Promise<EnqueueOutcome> {
  const { tenant, reference, kind, to, template, facts, language, purpose = 'service', isSecret = false } = input;
  assert(FITS[kind](to), `a message by ${kind} has no such address`);
  assert(reference.length > 0 && reference.length <= REFERENCE_LENGTH_MAX, 'a message has a reference');
  const said = Object.entries(facts);
  assert(said.length <= FACTS_MAX, 'a message has too many facts');
  for (const [name, fact] of said) assert(String(fact).length <= FACT_LENGTH_MAX, `the fact ${name} is too long`);
  const now = clock.now();
  const expiresAt = input.expiresAt ?? addSeconds(now, LIFE_SECONDS[kind]);
  const digests = contentDigests(keys, { kind, to, template, facts, language, purpose });
  const inserted = await insertMessage(tx, {
    ...{ tenant, reference, kind, template, language, purpose, isSecret, expiresAt },
    contentDigest: digests[0],
    addressKey: addressKey(keys, kind, addressText(to)),
    masked: maskAddress(to),
    sealed: sealContent(keys, tenant, reference, { to, facts }),
    keepUntil: isSecret ? expiresAt : addSeconds(now, KEEPING_SECONDS),
    madeAt: now,
  });
  if (inserted !== undefined) return { ok: true, message: inserted, state: 'queued', isRepeat: false };
  const known = await findByReference(tx, tenant, reference);
  // Read committed: whoever made the insert wait has committed by now.
  assert(known, 'a message that is in the way can be read');
  if (!digests.some((digest) => digest.equals(known.contentDigest))) {
    return refuse('notifications.message.reference_reused', { reference: reference.slice(0, 128) });
  }
  return { ok: true, message: known.message, state: known.state, isRepeat: true };
}
