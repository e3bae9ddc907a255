import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Phone } from '../../../kernel/phone.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { decryptField, encryptField, type Keys } from '../../../platform/keys.ts';
import { cardKeys } from '../identify.ts';
import type { CardToMake } from './csv/check-row.ts';
import { findDetail, type DetailToKeep } from './store/stock-detail.ts';

/** What was said of a card in stock besides its number and PIN: for whom it is, how long it is good, the client's own serial. */
export type StockDetail = {
  readonly validUntil: LocalDate | undefined;
  readonly serial: string | undefined;
  readonly phone: Phone | undefined;
  readonly memberExternalId: string | undefined;
  readonly note: string | undefined;
};

type Sealed = { s?: string | undefined; p?: string | undefined; m?: string | undefined; n?: string | undefined };

const contextOf = (tenant: number, key: Buffer): string => `cards.stock_detail/${tenant}/${key.toString('hex')}`;

/** The row to keep for a card; undefined when nothing was said of it. */
export function detailToKeep(
  keys: Keys,
  tenant: number,
  card: CardToMake & { number: string },
): DetailToKeep | undefined {
  const { serial, phone, memberExternalId, note, validUntil } = card;
  if ([serial, phone, memberExternalId, note, validUntil].every((one) => one === undefined)) return undefined;
  const [key] = cardKeys(keys, card.number);
  const plain: Sealed = { s: serial, p: phone, m: memberExternalId, n: note };
  return { key: key!, validUntil, sealed: encryptField(keys, JSON.stringify(plain), contextOf(tenant, key!)) };
}

/** Opens what was kept. */
export function openDetail(
  keys: Keys,
  tenant: number,
  key: Buffer,
  kept: { sealed: Buffer; validUntil: string | undefined },
): StockDetail {
  const { s, p, m, n } = JSON.parse(decryptField(keys, kept.sealed, contextOf(tenant, key)).toString()) as Sealed;
  return {
    validUntil: kept.validUntil as LocalDate | undefined,
    serial: s,
    phone: p as Phone | undefined,
    memberExternalId: m,
    note: n,
  };
}

/** What was said of an inert card when it was made, for whoever activates or distributes it. `key` is that of its stock. */
export async function stockDetailOf(
  deps: { readonly database: Queries; readonly keys: Keys },
  tenant: number,
  key: Buffer,
): Promise<StockDetail | undefined> {
  const kept = await findDetail(deps.database, tenant, key);
  return kept && openDetail(deps.keys, tenant, key, kept);
}
