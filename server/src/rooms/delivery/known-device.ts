import { timingSafeEqual } from 'node:crypto';
import { normaliseCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { addSeconds, MICROSECONDS_PER_SECOND, type Instant } from '../../kernel/instant.ts';
import { keyedDigest, keyedDigests, KEYED_DIGEST_BYTES, type Keys } from '../../platform/keys.ts';

// A guesser with many addresses uses the tenant's limit up for everybody. Who was told a balance before is therefore known again, by what
// he was given with it: his attempts are counted apart. It is worth nothing for any card but those whose PIN he knew, so that no number of
// bought cards makes guessing at others faster.

/** For so long a device is known after it was right last. */
export const KNOWN_SECONDS = 30 * 24 * 60 * 60;
/** Of so many cards, the last ones: what one person carries. */
export const KNOWN_CARDS_MAX = 8;

const PREFIX = 'kdv_';
const MARK_BYTES = 8;
const HEAD_BYTES = 8;

const markOf = (digest: Buffer): Buffer => digest.subarray(1, 1 + MARK_BYTES);
const textOf = (tenant: number, number: CardNumber): string => `${tenant}/${number}`;

type Deps = { readonly keys: Keys };

/** The marks of the cards that a device was right about. None for what is forged, of another tenant, or over. */
function marksIn(keys: Keys, tenant: number, known: string | undefined, now: Instant): Buffer[] {
  if (known === undefined || !known.startsWith(PREFIX)) return [];
  const bytes = Buffer.from(known.slice(PREFIX.length), 'base64url');
  const end = bytes.length - KEYED_DIGEST_BYTES;
  const marks = end - HEAD_BYTES;
  if (marks <= 0 || marks % MARK_BYTES !== 0 || marks > KNOWN_CARDS_MAX * MARK_BYTES) return [];
  const [payload, seal] = [bytes.subarray(0, end), bytes.subarray(end)];
  if (!keyedDigests(keys, payload, 'known-device').some((own) => timingSafeEqual(own, seal))) return [];
  if (payload.readUInt32BE(0) !== tenant || payload.readUInt32BE(4) * MICROSECONDS_PER_SECOND <= now) return [];
  return Array.from({ length: marks / MARK_BYTES }, (_, n) =>
    payload.subarray(HEAD_BYTES + n * MARK_BYTES, HEAD_BYTES + (n + 1) * MARK_BYTES),
  );
}

/**
 * Says by what the attempts of a device at a card are counted apart, where it was right about that very card before. Undefined for
 * everybody else: he is counted by address and tenant.
 */
export function knownAt(
  { keys }: Deps,
  tenant: number,
  number: string,
  known: string | undefined,
  now: Instant,
): string | undefined {
  const marks = marksIn(keys, tenant, known, now);
  const read = marks.length > 0 ? normaliseCardNumber(number) : undefined;
  if (!read?.ok) return undefined;
  const own = keyedDigests(keys, textOf(tenant, read.value), 'known-card').map(markOf);
  const mark = marks.find((one) => own.some((other) => other.equals(one)));
  // By the card and not by what was shown: a hundred of them for one card are one.
  return mark && `balance/${mark.toString('hex')}`;
}

/** What a device is given with the balance of a card, in place of what it had: the cards that it was right about, the last first. */
export function makeKnown(
  { keys }: Deps,
  tenant: number,
  number: CardNumber,
  before: string | undefined,
  now: Instant,
): string {
  const mark = markOf(keyedDigest(keys, textOf(tenant, number), 'known-card'));
  const others = marksIn(keys, tenant, before, now).filter((one) => !one.equals(mark));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(tenant, 0);
  head.writeUInt32BE(Math.floor(addSeconds(now, KNOWN_SECONDS) / MICROSECONDS_PER_SECOND), 4);
  const payload = Buffer.concat([head, mark, ...others.slice(0, KNOWN_CARDS_MAX - 1)]);
  return PREFIX + Buffer.concat([payload, keyedDigest(keys, payload, 'known-device')]).toString('base64url');
}
