import { originalOf, type JournalRow, type Kept, type Place } from './operation.ts';

/** What a line says of an operation besides its frame and postings; all of it out of records. */
export type Told = {
  /** In the smallest step of `currency`; a return's is a minus. */
  readonly amount: bigint;
  /** Zero where the operation speaks of no amount. */
  readonly currency: number;
  readonly cashier: string | undefined;
  readonly receipt: string | undefined;
  /** The card that was shown or acted on; zero when none was. It stands in the lane of the operation's owner. */
  readonly card: bigint;
  readonly promotions: readonly string[];
  readonly walletTypes: readonly number[];
};

/** Settings by which records are read. */
export type TellDeps = {
  readonly unitByCode: (tenant: number, code: string) => number;
  readonly unitOfWalletType: (walletType: number) => number;
};

/**
 * What a home row tells, with the record of the operation that it undoes or claims where there is one: a return goes under the
 * card and the promotions of its sale, so that their totals are net of it.
 */
export function tell(deps: TellDeps, row: JournalRow, original: Kept | undefined): Told {
  const record = row.record ?? {};
  const { amount, currency } = amountOf(deps, row, record, original);
  const receipt = record.receiptNumber ?? original?.receiptNumber;
  return {
    amount,
    currency,
    cashier: record.cashier,
    receipt: receipt === '' ? undefined : receipt,
    card: cardOf(record) || cardOf(original ?? {}),
    promotions: [...new Set([...(record.grants ?? []), ...(original?.grants ?? [])].map((one) => one.promotion))],
    walletTypes: [
      ...new Set([
        ...[...(record.credits ?? []), ...(record.payments ?? []), ...(record.back ?? [])].map((one) => one.walletType),
        ...(record.walletType === undefined ? [] : [record.walletType]),
      ]),
    ],
  };
}

function cardOf({ card }: Kept): bigint {
  const id = typeof card === 'object' ? card.card : card;
  return id !== undefined && /^\d{1,18}$/.test(id) ? BigInt(id) : 0n;
}

type Amount = { readonly amount: bigint; readonly currency: number };
const NOTHING: Amount = { amount: 0n, currency: 0 };

function amountOf(deps: TellDeps, row: JournalRow, record: Kept, original: Kept | undefined): Amount {
  switch (record.is) {
    case 'sale':
      return priceOf(deps, row.tenant, record.basket, undefined);
    case 'return':
    case 'void':
      return minus(priceOf(deps, row.tenant, original?.basket, new Map(record.lines)));
    case 'gift':
      return record.unit === undefined ? NOTHING : { amount: BigInt(record.amount ?? 0), currency: record.unit };
    default:
      if (record.walletType === undefined || record.points === undefined) return NOTHING;
      return { amount: BigInt(record.points), currency: deps.unitOfWalletType(record.walletType) };
  }
}

const minus = ({ amount, currency }: Amount): Amount => ({ amount: -amount, currency });

/** What the lines cost; of `quantities`, where given, in proportion and rounded half up line by line. */
function priceOf(
  deps: TellDeps,
  tenant: number,
  basket: Kept['basket'],
  quantities: ReadonlyMap<number, number> | undefined,
): Amount {
  if (basket === undefined) return NOTHING;
  let amount = 0n;
  for (const [line, , , , , , quantity, gross, discount] of basket.lines) {
    const net = BigInt(gross) - BigInt(discount);
    const asked = quantities === undefined ? quantity : (quantities.get(line) ?? 0);
    if (quantity > 0 && asked > 0) amount += (2n * net * BigInt(asked) + BigInt(quantity)) / (2n * BigInt(quantity));
  }
  return { amount, currency: deps.unitByCode(tenant, basket.currency.code) };
}

/** What an operation does to the standing of the one before it. The highest holds, whatever comes later. */
export const STATE = { claimed: 1, partly: 2, wholly: 3, voided: 4 } as const;
export type State = (typeof STATE)[keyof typeof STATE];

export type Standing = Place & { readonly tenant: number; readonly state: State };

const VOIDS = new Set(['checkout.void', 'giftcards.void']);

/** How the original stands after the operation; undefined where it undoes nothing. */
export function standingAfter(row: JournalRow, original: Kept | undefined): Standing | undefined {
  const place = originalOf(row);
  if (place === undefined || row.record === undefined) return undefined;
  const state = stateAfter(row.kind, row.record, original);
  return state === undefined ? undefined : { ...place, tenant: row.tenant, state };
}

function stateAfter(kind: string, record: Kept, original: Kept | undefined): State | undefined {
  if (VOIDS.has(kind)) return STATE.voided;
  switch (kind) {
    case 'checkout.claim':
      return STATE.claimed;
    case 'checkout.return':
      return record.isWhole === true ? STATE.wholly : STATE.partly;
    case 'occasions.reversal':
      return STATE.wholly;
    case 'points.reversal':
      return record.reversed === original?.points ? STATE.wholly : STATE.partly;
    case 'giftcards.refund':
      return String(record.undone) === String(original?.amount) ? STATE.wholly : STATE.partly;
    default:
      return undefined;
  }
}
