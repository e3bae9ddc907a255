import type { NewReturn, NewReturnQuote } from '../../../../../contract/checkout.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY, type Arrival } from '../../../platform/lanes/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { Onto, Return } from '../return.ts';
import { at } from './invalid.ts';
import { messageContent, type Content } from './message-content.ts';
import { readMessage, referenceKey, type Sender } from './read-message.ts';
import { readOriginal } from './read-original.ts';
import { maskGiftCard } from './read-tenders.ts';
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
  const onto = readOnto(body.toGiftCard);
  const content = messageContent(checkout.keys, 'return', message, [
    originalContent(named.original),
    shown,
    // Only where a card is named: a return without is told from others as it always was.
    ...(onto ? [ontoContent(onto)] : []),
  ]);
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
    onto,
    isOffline: body.offline,
    raw: JSON.stringify({
      ...body,
      reference: message.reference,
      toGiftCard: body.toGiftCard && maskOnto(body.toGiftCard),
    }),
  };
  return { ok: true, arrival: { tenant: till.program.tenant, reference, content, input } };
}

function readOnto(named: NewReturn['toGiftCard']): Onto | undefined {
  if (named?.newCard) return { newCard: { number: named.newCard.number, terms: named.terms, newPin: named.newPin } };
  const { number, id, pin } = named?.card ?? {};
  return number === undefined && id === undefined ? undefined : { gift: { number, card: id }, pin };
}

/** A card that is named as a part of a message's content, without its PIN. */
const ontoContent = (onto: Onto): Content =>
  'newCard' in onto ? ['new', onto.newCard.number, onto.newCard.terms] : ['card', onto.gift.number, onto.gift.card];

const maskOnto = ({ card, newCard, terms }: NonNullable<NewReturn['toGiftCard']>): object => ({
  card: card && maskGiftCard(card),
  newCard: newCard && maskGiftCard(newCard),
  terms,
});

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
