import type { NewReturn, NewReturnQuote } from '../../../../../contract/checkout.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY, type Arrival } from '../../../platform/lanes/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { Return } from '../return.ts';
import { at } from './invalid.ts';
import { messageContent, type Content } from './message-content.ts';
import { readMessage, referenceKey, type Sender } from './read-message.ts';
import { readOriginal } from './read-original.ts';
import type { Read } from './room-endpoint.ts';

const PIECE_DECIMALS = 3;
// A rehearsal takes no name, but a return that would be parked is parked under one.
const REHEARSED = 'rehearsed';

/**
 * Reads goods that come back. Refuses, in this order: what readMessage refuses; no reference (a rehearsal needs none); a sale
 * that cannot be named so; quantities that cannot be read, and a line that is named twice.
 */
export function readReturn(
  checkout: Checkout,
  sender: Sender,
  body: NewReturn | NewReturnQuote,
): Read<{ readonly arrival: Arrival<Return> }> {
  const message = readMessage(checkout, sender, body);
  if (!message.ok) return message;
  const { till, occurredAt } = message;
  const isRehearsal = !('manner' in body);
  if (message.reference === undefined && !isRehearsal) return refuse('operation.reference_missing');
  const named = readOriginal(checkout, till, body.original);
  if (!named.ok) return named;
  const read = readReturnedLines(body.lines);
  if (!read.ok) return read;
  const reference = referenceKey(till, FAMILY.return, message.reference ?? REHEARSED);
  const { lines } = read;
  const shown = lines === 'all' ? lines : lines.map(({ line, quantity }) => [line, Number(quantity)]);
  const content = messageContent(checkout.keys, 'return', message, [originalContent(named.original), shown]);
  const input: Return = {
    till,
    reference,
    content,
    receivedAt: message.receivedAt,
    manner: message.manner,
    exceptions: message.exceptions,
    occurredAt,
    original: named.original,
    lines,
    isOffline: body.offline,
    raw: JSON.stringify({ ...body, reference: message.reference }),
  };
  return { ok: true, arrival: { tenant: till.program.tenant, reference, content, input } };
}

/** How a message names its sale, as a part of its content. */
export const originalContent = (original: Return['original']): Content =>
  'reference' in original
    ? ['reference', String(original.reference.space), original.reference.reference.toString('base64')]
    : ['place', original.lane, String(original.seq)];

function readReturnedLines(given: NewReturn['lines']): Read<{ readonly lines: Return['lines'] }> {
  if (given === 'all') return { ok: true, lines: 'all' };
  const lines: { line: number; quantity: bigint }[] = [];
  const numbers = new Set<number>();
  for (const [index, { line, quantity }] of given.entries()) {
    if (numbers.has(line)) return refuse('checkout.line.repeated', { line: String(line) });
    numbers.add(line);
    const parsed = parseQuantity(quantity, PIECE_DECIMALS);
    if (!parsed.ok) return at(`lines.${index}.quantity`, parsed);
    lines.push({ line, quantity: parsed.value });
  }
  return { ok: true, lines };
}
