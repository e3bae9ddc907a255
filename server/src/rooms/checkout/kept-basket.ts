import type { LocalDate } from '../../kernel/local-date.ts';
import type {
  AttributeValue,
  Basket,
  BasketLine,
  BasketMember,
  KeptRoom,
  LineKind,
  Occasion,
} from '../promotions/index.ts';

/** A line as it is kept: an array, since its names would be most of its bytes. Amounts are numbers below 10^15. */
export type KeptLine = readonly [
  line: number,
  sku: string,
  category: string,
  brand: string,
  labels: readonly string[],
  kind: LineKind,
  quantity: number,
  gross: number,
  discount: number,
  tax: number,
  byPoints: number,
  /** Null where only what follows is there. */
  gift?: string | null,
  byGifts?: number,
];

/** The facts that decide read, kept with the receipt so that it can be decided again. */
export type KeptBasket = {
  readonly lines: readonly KeptLine[];
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly outlet: { readonly code: string; readonly groups: readonly string[] };
  readonly partner: string;
  readonly channel: string;
  readonly terminal: string;
  readonly local: { readonly date: LocalDate; readonly minuteOfDay: number; readonly weekday: number };
  readonly member?:
    | ({
        readonly tier: string;
        readonly attributes: Readonly<Record<string, AttributeValue>>;
        readonly enrolledOn: LocalDate;
        readonly purchases: number;
      } & Pick<BasketMember, 'segments' | 'birthday' | 'leapDay' | 'lastPurchaseOn' | 'counters' | 'card'>)
    | undefined;
  readonly occasion?: Occasion | undefined;
  readonly coupons?: readonly string[] | undefined;
  readonly tenders?: readonly string[] | undefined;
  readonly spent?: readonly KeptSpent[] | undefined;
  readonly priced?: readonly KeptPriced[] | undefined;
  readonly rooms?: readonly KeptRoomNumber[] | undefined;
};

/** What a limit left. */
export type KeptRoomNumber = readonly [promotion: string, limit: string, room: number];
export const keepRooms = (rooms: readonly KeptRoom[]): readonly KeptRoomNumber[] =>
  rooms.map(([promotion, limit, room]) => [promotion, limit, Number(room)] as const);
export const readRooms = (rooms: readonly KeptRoomNumber[]): readonly KeptRoom[] =>
  rooms.map(([promotion, limit, room]) => [promotion, limit, BigInt(room)] as const);

/** Points that paid, and what of each line. */
export type KeptSpent = readonly [wallet: string, points: number, perLine: KeptParts];
/** What a promotion took off. */
export type KeptPriced = readonly [promotion: string, effect: number, perLine: KeptParts];
type KeptParts = readonly (readonly [line: number, money: number])[];

const keepParts = (parts: readonly (readonly [number, bigint])[]): KeptParts =>
  parts.map(([line, money]) => [line, Number(money)]);
const readParts = (parts: KeptParts): readonly (readonly [number, bigint])[] =>
  parts.map(([line, money]) => [line, BigInt(money)]);

export const keepBasket = ({ spent, priced, rooms, ...basket }: Basket): KeptBasket => ({
  ...basket,
  ...(rooms && { rooms: keepRooms(rooms) }),
  ...(spent && { spent: spent.map(({ wallet, points, perLine }) => [wallet, Number(points), keepParts(perLine)]) }),
  ...(priced && priced.length > 0
    ? { priced: priced.map(({ promotion, effect, perLine }) => [promotion, effect, keepParts(perLine)]) }
    : {}),
  lines: basket.lines.map((line): KeptLine => [
    line.line,
    line.sku,
    line.category,
    line.brand,
    line.labels,
    line.kind,
    Number(line.quantity),
    Number(line.gross),
    Number(line.discount),
    Number(line.tax),
    Number(line.byPoints),
    ...keepRare(line),
  ]),
});

const keepRare = ({ gift, byGifts }: BasketLine): [gift?: string | null, byGifts?: number] =>
  byGifts !== undefined ? [gift ?? null, Number(byGifts)] : gift === undefined ? [] : [gift];

const readRare = (gift: string | null, byGifts: number | undefined): Pick<BasketLine, 'gift' | 'byGifts'> => ({
  ...(gift !== null && { gift }),
  ...(byGifts !== undefined && { byGifts: BigInt(byGifts) }),
});

export const readLine = ([
  line,
  sku,
  category,
  brand,
  labels,
  kind,
  quantity,
  gross,
  discount,
  tax,
  byPoints,
  gift,
  byGifts,
]: KeptLine): BasketLine => ({
  line,
  sku,
  category,
  brand,
  labels,
  kind,
  quantity: BigInt(quantity),
  gross: BigInt(gross),
  discount: BigInt(discount),
  tax: BigInt(tax),
  byPoints: BigInt(byPoints),
  ...(gift !== undefined && readRare(gift, byGifts)),
});

export const readBasket = (basket: KeptBasket): Basket => {
  // Most baskets have none of the three: reading very many of them, the copying is what costs.
  if (basket.spent === undefined && basket.priced === undefined && basket.rooms === undefined)
    return { ...(basket as Omit<KeptBasket, 'spent' | 'priced' | 'rooms'>), lines: basket.lines.map(readLine) };
  return readRareBasket(basket);
};

const readRareBasket = ({ spent, priced, rooms, ...kept }: KeptBasket): Basket => ({
  ...kept,
  ...(rooms && { rooms: readRooms(rooms) }),
  lines: kept.lines.map(readLine),
  ...(spent && {
    spent: spent.map(([wallet, points, perLine]) => ({ wallet, points: BigInt(points), perLine: readParts(perLine) })),
  }),
  ...(priced && {
    priced: priced.map(([promotion, effect, perLine]) => ({ promotion, effect, perLine: readParts(perLine) })),
  }),
});
