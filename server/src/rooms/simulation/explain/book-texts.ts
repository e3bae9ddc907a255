import type { FLAG } from '../../ledger/index.ts';
import type { PostingTold } from './books.ts';
import type { Texts } from './words.ts';

// What is said of wallets, lots and postings, and of who did what, in both languages.
export const TEXTS = {
  more: { en: '{amount} {wallet} more [amount:is|are] yours.', es: 'Tiene {amount} {wallet} más.' },
  less: { en: '{amount} {wallet} fewer [amount:is|are] yours.', es: 'Tiene {amount} {wallet} menos.' },
  cardMore: { en: '{amount} {wallet} more on the gift card.', es: '{amount} {wallet} más en la tarjeta regalo.' },
  cardLess: { en: '{amount} {wallet} less on the gift card.', es: '{amount} {wallet} menos en la tarjeta regalo.' },
  waits: {
    en: '{amount} {wallet} [amount:is on its|are on their] way to you.',
    es: '{amount} {wallet} [amount:está|están] en camino.',
  },
  waitsLess: {
    en: '{amount} {wallet} [amount:is not on its|are not on their] way any more.',
    es: '{amount} {wallet} ya no [amount:está|están] en camino.',
  },
  owes: { en: 'You owe {amount} {wallet} more.', es: 'Debe {amount} {wallet} más.' },
  owesLess: { en: 'You owe {amount} {wallet} less.', es: 'Debe {amount} {wallet} menos.' },
  about: { en: 'It is about {amount} {wallet}.', es: 'Se trata de {amount} {wallet}.' },
  until: { en: 'Until {until}.', es: 'Hasta el {until}.' },
  change: { en: '{whose}{wallet}: {changes}.', es: '{whose}{wallet}: {changes}.' },
  aboutOf: { en: '{member}: {amount} {wallet}.', es: '{member}: {amount} {wallet}.' },
  card: { en: 'gift card', es: 'tarjeta regalo' },
  booked: { en: '{amount} booked', es: '{amount} [amount:contabilizado|contabilizados]' },
  pending: { en: '{amount} pending', es: '{amount} [amount:pendiente|pendientes]' },
  owed: { en: '{amount} owed', es: '{amount} [amount:debido|debidos]' },
  nothing: { en: 'It changed no balance.', es: 'No cambió ningún saldo.' },
  why: { en: 'Why: {reason}.', es: 'Por qué: {reason}.' },
  by: { en: 'By: {by}.', es: 'Por: {by}.' },
  byTime: { en: 'By: time alone.', es: 'Por: nadie, solo el paso del tiempo.' },
  of: { en: 'It belongs to operation {operation}.', es: 'Pertenece a la operación {operation}.' },
  to: { en: 'It went to {member}.', es: 'Pasó a {member}.' },
  other: { en: 'It came from {member}.', es: 'Vino de {member}.' },
  tier: {
    en: 'Tier: {from} before, {to} now, because {because}.',
    es: 'Nivel: antes {from}, ahora {to}, porque {because}.',
  },
  noTier: { en: 'none', es: 'ninguno' },
  state: { en: 'Wallet {wallet}: {state} now.', es: 'Monedero {wallet}: ahora {state}.' },
  open: { en: 'open', es: 'abierto' },
  frozen: { en: 'frozen', es: 'congelado' },
  after: { en: 'Available afterwards: {amount} {wallet}.', es: 'Disponible después: {amount} {wallet}.' },
  head: {
    en: '{name} ({kind}), {operation}: occurred {occurred}, recorded {recorded}, booked on {booked}{flags}.',
    es: '{name} ({kind}), {operation}: ocurrió el {occurred}, registrada el {recorded}, contabilizada el {booked}{flags}.',
  },
  posting: { en: 'Posting: {account} {amount} {unit}.', es: 'Asiento: {account} {amount} {unit}.' },
  lot: {
    en: 'Lot of {grantedBy}, {wallet}: {effect}{change}; {remaining} of {amount} [remaining:is|are] left of it now{ends}.',
    es: 'Partida de {grantedBy}, {wallet}: {effect}{change}; ahora [remaining:queda|quedan] {remaining} de {amount}{ends}.',
  },
  lotsCut: {
    en: 'There are more lots than are told here: these are the first {n}. Whether lots sum up to what it did to wallets was not looked at.',
    es: 'Hay más partidas de las que se dicen aquí: estas son las {n} primeras. No se comprobó si las partidas suman lo que hizo en los monederos.',
  },
  ends: { en: ', it ends {until}', es: ', termina el {until}' },
  even: {
    en: 'Its postings sum to nothing, and its lots to what it did to wallets.',
    es: 'Sus asientos suman cero, y sus partidas lo que hizo en los monederos.',
  },
  evenPostings: { en: 'Its postings sum to nothing.', es: 'Sus asientos suman cero.' },
  uneven: {
    en: 'The books do not sum up: {told}, not {computed}.',
    es: 'Los libros no cuadran: {told}, no {computed}.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

/** What became of a lot. */
export const EFFECTS: Readonly<Record<string, Texts>> = {
  made: { en: 'made', es: 'creado' },
  take: { en: 'taken from it', es: 'tomado de él' },
  restore: { en: 'given back to it', es: 'devuelto a él' },
  activate: { en: 'activated', es: 'activado' },
  expire: { en: 'expired', es: 'caducado' },
  cancel: { en: 'cancelled', es: 'cancelado' },
  held: { en: 'held', es: 'retenido' },
  freeze: { en: 'frozen', es: 'congelado' },
  unfreeze: { en: 'unfrozen', es: 'descongelado' },
  move: { en: 'moved', es: 'trasladado' },
};

/** The accounts of a wallet. */
export const SIDES: Readonly<Record<PostingTold['side'], Texts>> = {
  booked: { en: 'booked', es: 'contabilizado' },
  pending: { en: 'pending', es: 'pendiente' },
  owed: { en: 'owed', es: 'debido' },
};

/** The accounts of the program's own side. */
export const ACCOUNTS: Readonly<Record<string, Texts>> = {
  issuance: { en: 'issuance', es: 'emisión' },
  redemption: { en: 'redemption', es: 'canje' },
  breakage: { en: 'breakage', es: 'caducidad' },
  write_off: { en: 'write-off', es: 'condonación' },
  adjustment: { en: 'adjustment', es: 'ajuste' },
  opening: { en: 'opening balance', es: 'saldo inicial' },
  funding: { en: 'funding', es: 'fondos' },
  between_lanes: { en: 'between lanes', es: 'entre carriles' },
  fee: { en: 'fee', es: 'comisión' },
  cash_out: { en: 'cash-out', es: 'pago en efectivo' },
};

/** What the journal notes of how an operation came. */
export const FLAGS: Readonly<Record<keyof typeof FLAG, Texts>> = {
  notice: { en: 'told as a notice', es: 'comunicada como aviso' },
  offline: { en: 'done offline', es: 'hecha sin conexión' },
  late: { en: 'arrived late', es: 'llegó tarde' },
  exception: { en: 'with an exception', es: 'con una excepción' },
  unidentified: { en: 'without a member', es: 'sin socio' },
  settled: { en: 'done by time', es: 'hecha por el paso del tiempo' },
};
