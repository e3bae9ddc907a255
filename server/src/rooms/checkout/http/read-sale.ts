import type { NewSale } from '../../../../../contract/checkout.ts';
import { canonicalJson } from '../../../kernel/canonical.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY, type Arrival, type Family } from '../../../platform/lanes/index.ts';
import { maskCoupon } from '../../promotions/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { Manner, QuotePromise, Sale } from '../sale.ts';
import { messageContent } from './message-content.ts';
import { identityContent, readIdentity } from './read-identity.ts';
import { cardSoldContent, lineContent, readLines } from './read-lines.ts';
import { readMessage, referenceKey, type Message, type Sender } from './read-message.ts';
import { maskGiftCard, readTenders, tenderContent } from './read-tenders.ts';
import type { Read } from './room-endpoint.ts';

/** A sale that may be submitted. `proof`: a code that has to be checked before. */
export type ReadSale = { readonly arrival: Arrival<Sale>; readonly proof: Proof | undefined };
export type Proof = { readonly phone: string; readonly code: string; readonly usedBy: Buffer };

type SaleBody = Omit<NewSale, 'quote' | 'manner'> & { readonly quote?: string | undefined; readonly manner?: Manner };

/**
 * Reads a receipt into what checkout decides on. Refuses, in this order: what readMessage refuses; no reference where one is
 * needed; another currency than the program's; lines; tenders; a quote that is none of ours.
 */
export function readSale(
  checkout: Checkout,
  sender: Sender,
  body: SaleBody,
  family: Family = FAMILY.sale,
  needsReference = true,
): Read<ReadSale> {
  const message = readMessage(checkout, sender, body);
  if (!message.ok) return message;
  const { till, manner, occurredAt } = message;
  // A code is used up by the operation that it is for, so that one has to have its name.
  if (message.reference === undefined && (needsReference || body.code !== undefined))
    return refuse('operation.reference_missing');
  const { currency, tenant } = till.program;
  if (body.currency !== currency.code) {
    return refuse('checkout.receipt.currency_unknown', { expected: currency.code, currency: body.currency });
  }
  const { defaultCountry } = checkout.programs.settings().tenant(tenant);
  const read = readLines(body.lines, currency.decimals);
  if (!read.ok) return read;
  const paid = readTenders(body.tenders, currency.decimals, defaultCountry);
  if (!paid.ok) return paid;
  const quoted = readQuote(checkout, message, body.quote);
  if (!quoted.ok) return quoted;

  const who = body.member && readIdentity(body.member, defaultCountry);
  const reference = message.reference === undefined ? undefined : referenceKey(till, family, message.reference);
  const { receiptNumber, cashier, channel } = body;
  const input: Sale = {
    till,
    reference,
    receivedAt: message.receivedAt,
    manner,
    exceptions: quoted.exceptions,
    occurredAt,
    channel,
    identity: who?.identity,
    isPhoneProved: false,
    lines: read.lines,
    tenders: paid.tenders,
    coupons: body.coupons,
    forcesCoupons: body.forceCoupons,
    cardsSold: read.cardsSold,
    quote: quoted.promise,
    isOffline: body.offline,
    receiptNumber,
    cashier,
    attributes: keptAttributes(body.attributes, read.attributes),
    raw: JSON.stringify({
      ...body,
      coupons: body.coupons?.map(maskCoupon),
      reference: message.reference,
      member: who?.masked,
      tenders: paid.masked,
      lines: body.lines.map((line) =>
        line.giftCard
          ? { ...line, giftCard: { ...line.giftCard, card: maskGiftCard(line.giftCard.card), newPin: undefined } }
          : line,
      ),
      code: undefined,
    }),
  };
  const phone = who?.identity.phone;
  return {
    ok: true,
    arrival: {
      tenant,
      input,
      ...(reference === undefined ? {} : { reference, content: contentOf(checkout, message, input) }),
    },
    proof:
      body.code === undefined || phone === undefined || !reference
        ? undefined
        : { phone, code: body.code, usedBy: reference.reference },
  };
}

function contentOf(checkout: Checkout, message: Message, sale: Sale): Buffer {
  return messageContent(checkout.keys, 'sale', message, [
    sale.channel,
    sale.identity && identityContent(sale.identity),
    sale.lines.map(lineContent),
    sale.tenders.map(tenderContent),
    // Only where there are any: a message that sells none is told from others as it always was.
    ...(sale.cardsSold.length > 0 ? [sale.cardsSold.map(cardSoldContent)] : []),
    sale.receiptNumber,
    sale.cashier,
    sale.attributes && canonicalJson(sale.attributes),
    ...(sale.coupons && sale.coupons.length > 0 ? [sale.coupons] : []),
    ...(sale.forcesCoupons ? ['forces coupons'] : []),
  ]);
}

/** Custom facts of the receipt and of its lines, apart from one another. */
function keptAttributes(
  receipt: Readonly<Record<string, unknown>> | undefined,
  lines: Readonly<Record<string, unknown>> | undefined,
): Sale['attributes'] {
  return receipt || lines ? { ...(receipt && { receipt }), ...(lines && { lines }) } : undefined;
}

/** What a quote promised. A token that is none of ours is refused; a notice has happened, so there it is an exception. */
function readQuote(
  checkout: Checkout,
  { manner, exceptions }: Message,
  token: string | undefined,
): Read<{ readonly promise: QuotePromise | undefined; readonly exceptions: Message['exceptions'] }> {
  if (token === undefined) return { ok: true, promise: undefined, exceptions };
  const promise = checkout.quotes.open(token);
  if (promise) return { ok: true, promise, exceptions };
  const refusal = refuse('checkout.quote.malformed');
  return manner === 'request' ? refusal : { ok: true, promise: undefined, exceptions: [...exceptions, refusal] };
}
