import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { FollowedOperation } from '../ledger/index.ts';

/** What an operation is called outside and what is told about it; `owner` is whose events keep their order, as the outside knows him. */
export type Described = { readonly type: string; readonly owner: string; readonly data: unknown };

/**
 * Slot, filled in app/compose: what to tell about an operation, or undefined for one that is nobody's business. Pure, and for the
 * same operation always the same: a retry after three days tells it again from the journal.
 */
export type Describe = (kept: FollowedOperation) => Described | undefined;

/** One event on its way to one endpoint. */
export type Message = {
  readonly lane: number;
  readonly seq: bigint;
  readonly id: string;
  readonly type: string;
  readonly owner: string;
  readonly body: string;
};

/** The id by which a receiver drops repeats: the same in every attempt and replay. */
export const messageId = (lane: number, seq: bigint, endpoint: number): string => `${lane}-${seq}-${endpoint}`;

/** Writes bigints as decimal strings: numbers beyond 2^53 would not survive the receiver's parser. */
const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one));

/** The body of Standard Webhooks, and beside it by what a receiver tells the order: within one stream a larger seq is later. */
export const bodyOf = (
  described: Described,
  order: { readonly occurredAt: Instant; readonly recordedAt: Instant; readonly stream: string; readonly seq: bigint },
): string =>
  jsonText({
    type: described.type,
    timestamp: isoFromInstant(order.occurredAt),
    data: described.data,
    seq: order.seq,
    stream: order.stream,
    owner: described.owner,
    recordedAt: isoFromInstant(order.recordedAt),
  });

/** The message that tells an operation to an endpoint, or undefined for one that is not told. */
export const messageOf = (
  kept: FollowedOperation,
  to: { readonly endpoint: number; readonly describe: Describe; readonly tokens: Tokens },
): Message | undefined => {
  const described = to.describe(kept);
  if (described === undefined) return undefined;
  // Lanes are inside; the stream's name only says which numbers may be compared.
  const stream = to.tokens.encode('stream', kept.lane, 0n);
  const { lane, seq, occurredAt, recordedAt } = kept;
  return {
    lane,
    seq,
    id: messageId(lane, seq, to.endpoint),
    type: described.type,
    owner: described.owner,
    body: bodyOf(described, { occurredAt, recordedAt, stream, seq }),
  };
};
