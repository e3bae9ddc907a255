import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';

/** A row of the journal as this room follows it: home rows and legs alike, each with what its record says of the operation. */
export type JournalRow = {
  readonly lane: number;
  readonly seq: bigint;
  readonly kind: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly bookedOn: LocalDate;
  readonly owner: bigint;
  readonly tenant: number;
  readonly program: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly flags: number;
  /** Of a leg: the operation that it is a part of. */
  readonly home: Place | undefined;
  readonly record: Kept | undefined;
};

export type Place = { readonly lane: number; readonly seq: bigint };

type KeptPlace = { readonly lane: number; readonly seq: string };
type KeptLine = readonly [
  line: number,
  sku: string,
  category: string,
  brand: string,
  labels: readonly string[],
  kind: string,
  quantity: number,
  gross: number,
  discount: number,
  ...rest: unknown[],
];

/**
 * What this room reads of the records of other rooms, whichever they are. Records are for ever, so reading them here is as safe as
 * reading a column; whatever is absent is simply not told.
 */
export type Kept = {
  readonly is?: string;
  readonly basket?: { readonly lines: readonly KeptLine[]; readonly currency: { readonly code: string } };
  readonly original?: KeptPlace;
  readonly of?: KeptPlace;
  /** Of a sale or gift card its id, of an act on a card its place. */
  readonly card?: string | { readonly lane: number; readonly card: string };
  readonly grants?: readonly { readonly promotion: string }[];
  readonly credits?: readonly { readonly walletType: number }[];
  readonly payments?: readonly { readonly walletType: number }[];
  readonly back?: readonly { readonly walletType: number }[];
  readonly lines?: readonly (readonly [line: number, quantity: number])[];
  readonly isWhole?: boolean;
  readonly receiptNumber?: string;
  readonly cashier?: string;
  readonly walletType?: number;
  readonly points?: string;
  readonly reversed?: string;
  readonly unit?: number;
  readonly amount?: number | string;
  readonly undone?: number | string;
  /** Of an act by hand: why. */
  readonly reason?: string;
  /** Which credential asked, or which person. */
  readonly by?: string;
};

/** Where the operation that this one undoes or claims stands. */
export function originalOf({ record }: Pick<JournalRow, 'record'>): Place | undefined {
  const place = record?.original ?? record?.of;
  return place === undefined ? undefined : { lane: place.lane, seq: BigInt(place.seq) };
}
