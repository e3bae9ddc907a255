import type { Tokens } from '../../kernel/token.ts';

// Things of this room stand in no lane.
const NO_LANE = 0;

/** Prefixes of this room's names outside. The two of a link differ: who may list links cannot claim by them. */
const PREFIX = {
  delivery: 'dlv',
  link: 'clk',
  linkSecret: 'gft',
  view: 'gcv',
  code: 'gcc',
  device: 'dev',
  pass: 'pss',
  passSecret: 'gps',
} as const;

/** What a delivery, link, view, code, device or pass is called outside. A token is an AES block: it cannot be guessed. */
export const nameOf = (tokens: Tokens, kind: keyof typeof PREFIX, id: bigint): string =>
  tokens.encode(PREFIX[kind], NO_LANE, id);

/** The id behind a name; undefined for what is none. Whether it is there, and whose, is for the caller to see. */
export function idOf(tokens: Tokens, kind: keyof typeof PREFIX, name: string): bigint | undefined {
  const place = tokens.decode(PREFIX[kind], name);
  return place?.lane === NO_LANE ? place.id : undefined;
}

/** What a delivery's waiting link is called: the same form as a link that a holder gives, and under a lane of its own. */
const WAITING_LANE = 1;
export const waitingSecretOf = (tokens: Tokens, delivery: bigint): string =>
  tokens.encode(PREFIX.linkSecret, WAITING_LANE, delivery);

/** What a card's link is called that it was made with: batch and serial in one, and again a lane of their own. */
const MADE_LANE = 2;
const SERIAL_BITS = 24n;

/** A card in stock by its place. */
export type MadePlace = { readonly batch: bigint; readonly serial: number };

const packed = ({ batch, serial }: MadePlace): bigint => (batch << SERIAL_BITS) | BigInt(serial);
const unpacked = (id: bigint): MadePlace => ({
  batch: id >> SERIAL_BITS,
  serial: Number(id & ((1n << SERIAL_BITS) - 1n)),
});

export const madeSecretOf = (tokens: Tokens, place: MadePlace): string =>
  tokens.encode(PREFIX.linkSecret, MADE_LANE, packed(place));

/** The name under which the passes of a card are fetched that was made with a link. Nobody can claim by it. */
export const passSecretOf = (tokens: Tokens, place: MadePlace): string =>
  tokens.encode(PREFIX.passSecret, MADE_LANE, packed(place));

export function readPassSecret(tokens: Tokens, secret: string): MadePlace | undefined {
  const place = tokens.decode(PREFIX.passSecret, secret);
  return place?.lane === MADE_LANE ? unpacked(place.id) : undefined;
}

export type LinkSecret =
  | { readonly is: 'given'; readonly link: bigint }
  | { readonly is: 'waiting'; readonly delivery: bigint }
  | ({ readonly is: 'made' } & MadePlace);

/** What a link's secret opens. */
export function readLinkSecret(tokens: Tokens, secret: string): LinkSecret | undefined {
  const place = tokens.decode(PREFIX.linkSecret, secret);
  if (!place) return undefined;
  if (place.lane === WAITING_LANE) return { is: 'waiting', delivery: place.id };
  if (place.lane === MADE_LANE) return { is: 'made', ...unpacked(place.id) };
  return place.lane === NO_LANE ? { is: 'given', link: place.id } : undefined;
}
