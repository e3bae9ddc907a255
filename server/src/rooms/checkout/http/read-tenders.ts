import type { NewSale } from '../../../../../contract/checkout.ts';
import { maskCardNumber, normaliseCardNumber } from '../../../kernel/card-number.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import type { InputRefusal } from '../../../platform/http/problem.ts';
import type { Tender } from '../sale.ts';
import { at } from './invalid.ts';
import type { Content } from './message-content.ts';
import { identityContent, readIdentity } from './read-identity.ts';
import type { Read } from './room-endpoint.ts';

type TenderFields = NewSale['tenders'][number];

export type ReadTenders = {
  readonly tenders: readonly Tender[];
  /** As the message may be kept: payers masked. */
  readonly masked: readonly TenderFields[];
};

const NO_TENDERS: Read<ReadTenders> = { ok: true, tenders: [], masked: [] };

/** Reads the tenders of a receipt into smallest steps; points stay text until their wallet is known. Refuses malformed amounts. */
export function readTenders(
  given: readonly TenderFields[],
  decimals: number,
  defaultCountry: string,
): Read<ReadTenders> {
  if (given.length === 0) return NO_TENDERS;
  const tenders: Tender[] = [];
  const masked: TenderFields[] = [];
  for (const [index, fields] of given.entries()) {
    const { kind, points, walletType, payer } = fields;
    const money = fields.amount === undefined ? undefined : moneyOf(fields.amount, decimals, index);
    if (typeof money === 'object') return money;
    if (fields.card !== undefined) {
      const { pin, ...name } = fields.card;
      const gift = { number: name.number, card: name.id };
      tenders.push({ kind: 'gift_card', gift, pin, wanted: money ?? 'most', short: fields.short ?? 'decline' });
      masked.push({ ...fields, card: maskGiftCard(name) });
      continue;
    }
    if (kind !== 'points') {
      // The contract takes no other tender without an amount.
      tenders.push({ kind, amount: money ?? 0n });
      masked.push(fields);
      continue;
    }
    const who = payer && readIdentity(payer, defaultCountry);
    const asked = money !== undefined ? { money } : points !== undefined ? { points } : 'most';
    tenders.push({
      kind: 'points',
      asked,
      ...(walletType === undefined ? {} : { walletType }),
      ...(who === undefined ? {} : { payer: who.identity }),
    });
    masked.push(who === undefined ? fields : { ...fields, payer: who.masked });
  }
  return { ok: true, tenders, masked };
}

function moneyOf(text: string, decimals: number, index: number): bigint | InputRefusal {
  const parsed = parseQuantity(text, decimals);
  return parsed.ok ? parsed.value : at(`tenders.${index}.amount`, parsed);
}

/** A gift card as it may be kept in a message: never its number or PIN. */
export function maskGiftCard({ number, id }: { number?: string | undefined; id?: string | undefined }): {
  number?: string;
  id?: string;
} {
  if (number === undefined) return id === undefined ? {} : { id };
  const read = normaliseCardNumber(number);
  return { number: read.ok ? maskCardNumber(read.value) : '•••' };
}

/** A tender as a part of a message's content. */
export const tenderContent = (tender: Tender): Content => {
  if ('amount' in tender) return [tender.kind, Number(tender.amount)];
  if ('gift' in tender) {
    const { gift, wanted, short } = tender;
    return [tender.kind, gift.number, gift.card, wanted === 'most' ? wanted : Number(wanted), short];
  }
  const { asked, walletType, payer } = tender;
  const much = asked === 'most' ? asked : 'money' in asked ? Number(asked.money) : `${asked.points} points`;
  return [tender.kind, much, walletType, payer && identityContent(payer)];
};
