import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Phone } from '../../../kernel/phone.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { decryptField, encryptField, type Keys } from '../../../platform/keys.ts';
import { SERIALS_PER_PAGE } from '../stock.ts';
import type { CardToMake } from './csv/check-row.ts';
import { findDetails, type DetailPage } from './store/stock-detail.ts';

/** What was said of a card in stock besides its number and PIN: for whom it is, how long it is good, the client's own serial. */
export type StockDetail = {
  readonly validUntil: LocalDate | undefined;
  readonly serial: string | undefined;
  readonly phone: Phone | undefined;
  readonly memberExternalId: string | undefined;
  readonly note: string | undefined;
};

type Packed = (string | null)[] | 0;

const pageOf = (serial: number): number => serial - ((serial - 1) % SERIALS_PER_PAGE);
const contextOf = (tenant: number, batch: bigint, first: number): string =>
  `cards.stock_detail/${tenant}/${batch}/${first}`;

const packed = ({ serial, phone, memberExternalId, note, validUntil }: CardToMake): Packed => {
  const said = [serial, phone, memberExternalId, note, validUntil];
  return said.every((one) => one === undefined) ? 0 : said.map((one) => one ?? null);
};

const unpacked = (one: Packed | undefined): StockDetail | undefined => {
  if (!one) return undefined;
  const [serial, phone, memberExternalId, note, validUntil] = one.map((part) => part ?? undefined);
  return {
    serial,
    phone: phone as Phone | undefined,
    memberExternalId,
    note,
    validUntil: validUntil as LocalDate | undefined,
  };
};

/**
 * The pages to keep for cards with serials from `first` on, which must begin a page. Pages of which nothing was said are none.
 */
export function detailPages(
  keys: Keys,
  { tenant, batch }: { readonly tenant: number; readonly batch: bigint },
  first: number,
  cards: readonly CardToMake[],
): DetailPage[] {
  const pages: DetailPage[] = [];
  for (let at = 0; at < cards.length; at += SERIALS_PER_PAGE) {
    const told = cards.slice(at, at + SERIALS_PER_PAGE);
    const page = told.map(packed);
    if (page.every((one) => one === 0)) continue;
    const firstSerial = first + at;
    pages.push({
      firstSerial,
      validUntil: told.some((one) => one.validUntil !== undefined) ? told.map((one) => one.validUntil) : undefined,
      sealed: encryptField(keys, JSON.stringify(page), contextOf(tenant, batch, firstSerial)),
    });
  }
  return pages;
}

/** What was said of the cards of a batch with serials `from` to `to`, by serial. */
export async function detailsOf(
  deps: { readonly database: Queries; readonly keys: Keys },
  { tenant, batch }: { readonly tenant: number; readonly batch: bigint },
  from: number,
  to: number,
): Promise<ReadonlyMap<number, StockDetail>> {
  const details = new Map<number, StockDetail>();
  for (const { firstSerial, sealed } of await findDetails(deps.database, tenant, batch, pageOf(from), to)) {
    const page = JSON.parse(
      decryptField(deps.keys, sealed, contextOf(tenant, batch, firstSerial)).toString(),
    ) as Packed[];
    for (const [at, one] of page.entries()) {
      const detail = unpacked(one);
      if (detail) details.set(firstSerial + at, detail);
    }
  }
  return details;
}

/** What was said of an inert card when it was made, for whoever activates or distributes it. */
export const stockDetailOf = async (
  deps: { readonly database: Queries; readonly keys: Keys },
  stock: { readonly tenant: number; readonly batch: bigint; readonly serial: number },
): Promise<StockDetail | undefined> => (await detailsOf(deps, stock, stock.serial, stock.serial)).get(stock.serial);
