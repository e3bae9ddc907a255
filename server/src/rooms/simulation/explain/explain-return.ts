import type { ReturnRecord } from '../../checkout/index.ts';
import type { KeptOperation } from '../../ledger/index.ts';
import { grantText, notFiredText } from '../../promotions/index.ts';
import type { Books } from './books.ts';
import type { ExplainDeps } from './explain-deps.ts';
import { kindText } from './kind-texts.ts';
import type { Difference } from './recompute-record.ts';
import { freedText } from './return-parts.ts';
import type { DiscountShare, GrantShare, ReturnParts } from './return-parts.ts';
import { tellAfter, tellBooked, tellCircumstances, tellHead, tellKind } from './tell-books.ts';
import { listed, nameOf } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

const TEXTS = {
  taken: { en: '{points} {wallet} were taken back.', es: 'Se retiraron {points} {wallet}.' },
  regranted: { en: '{points} {wallet} were given again.', es: 'Se dieron de nuevo {points} {wallet}.' },
  keeps: { en: '{name}: of {granted} {wallet} you keep {left}.', es: '{name}: de {granted} {wallet} conserva {left}.' },
  yours: {
    en: '{points} {wallet} with which you had paid are yours again.',
    es: '{points} {wallet} con los que pagó vuelven a ser suyos.',
  },
  expired: {
    en: '{points} of them had come to their end meanwhile.',
    es: '{points} de ellos habían caducado entretanto.',
  },
  refund: { en: '{money} {currency} go back ({kind}).', es: 'Se devuelven {money} {currency} ({kind}).' },
  onto: { en: '{money} {currency} went onto a gift card.', es: '{money} {currency} pasaron a una tarjeta regalo.' },
  youOwe: {
    en: 'You owe {points} {wallet} that you had spent: what you earn next pays them.',
    es: 'Debe {points} {wallet} que había gastado: los paga lo próximo que gane.',
  },
  recovered: {
    en: '{money} {currency} were kept from the refund for points that were spent.',
    es: 'Se descontaron {money} {currency} de la devolución por puntos ya gastados.',
  },
  withheld: {
    en: '{money} {currency} are kept from the refund in all: what stays does not earn {names} any more.',
    es: 'En total se descuentan {money} {currency} de la devolución: lo que queda ya no da derecho a {names}.',
  },
  lines: { en: 'What came back: {lines}.', es: 'Lo devuelto: {lines}.' },
  line: { en: 'line {line} × {quantity}', es: 'línea {line} × {quantity}' },
  nothing: { en: 'nothing more', es: 'nada más' },
  whole: { en: 'All of the receipt is back.', es: 'Todo el recibo está devuelto.' },
  share: {
    en: '{promotion} had given {granted} {wallet}; before this {before} stood, now {left} do{lines}.',
    es: '{promotion} había dado {granted} {wallet}; antes valían {before}, ahora {left}{lines}.',
  },
  shareLine: { en: 'line {line}: {granted}, {before}, {left}', es: 'línea {line}: {granted}, {before}, {left}' },
  most: {
    en: 'What stays would earn {would} {wallet}: never more is kept than the {granted} that were granted.',
    es: 'Lo que queda daría {would} {wallet}: nunca se conserva más que los {granted} concedidos.',
  },
  drift: {
    en: 'The version does not give the recorded grants any more: each line kept its share of them by its quantity.',
    es: 'La versión ya no da lo registrado: cada línea conservó su parte según su cantidad.',
  },
  not: { en: 'Not given any more: {text}', es: 'Ya no se da: {text}' },
  how: { en: 'Of {points} {wallet}: {parts}.', es: 'De {points} {wallet}: {parts}.' },
  cancelled: { en: '{amount} had still been pending', es: '{amount} estaban pendientes' },
  fromLots: { en: '{amount} came out of lots', es: '{amount} salieron de lotes' },
  owed: { en: '{amount} are owed', es: '{amount} se deben' },
  writtenOff: { en: '{amount} were written off', es: '{amount} se condonaron' },
  outOfRefund: { en: '{amount} were kept from the refund', es: '{amount} se descontaron de la devolución' },
  left: { en: '{amount} were left or had expired', es: '{amount} se dejaron o habían caducado' },
  restored: {
    en: '{points} {wallet} that had paid went back to the lots that they came from{whose}.',
    es: '{points} {wallet} que habían pagado volvieron a los lotes de los que salieron{whose}.',
  },
  whose: { en: ', of {member}', es: ', de {member}' },
  card: { en: ', of a gift card', es: ', de una tarjeta regalo' },
  discount: {
    en: '{promotion} had taken {sold} {currency} off: {gone} went with the goods so far, {ended} ended because the rest does not earn it, {left} stays.',
    es: '{promotion} había descontado {sold} {currency}: {gone} se fueron con los artículos, {ended} terminaron porque el resto no da derecho, {left} queda.',
  },
  limit: {
    en: '{promotion}, limit {limit}: {amount} are free again.',
    es: '{promotion}, límite {limit}: {amount} vuelven a estar libres.',
  },
  version: {
    en: 'Decided by version {version} of the rulebook, on what stays after all that came back so far.',
    es: 'Decidido por la versión {version} del reglamento, sobre lo que queda tras todo lo devuelto.',
  },
  noPoints: { en: 'It changed no points that were earned.', es: 'No cambió los puntos ganados.' },
  right: {
    en: 'Computed again without the engine, from the sale, the frozen version and all that came back before: the same.',
    es: 'Calculado de nuevo sin el motor, desde la venta, la versión congelada y todo lo devuelto antes: lo mismo.',
  },
  wrong: {
    en: 'Computed again without the engine: {promotion} {what}: {told} was told, {computed} comes out.',
    es: 'Calculado de nuevo sin el motor: {promotion} {what}: constaba {told}, resulta {computed}.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

/** What paid, in words; what no list here has stays as the till named it. */
const TENDERS: Readonly<Record<string, Texts>> = {
  cash: { en: 'cash', es: 'efectivo' },
  card: { en: 'bank card', es: 'tarjeta bancaria' },
  gift_card: { en: 'gift card', es: 'tarjeta regalo' },
  unnamed: { en: 'by what had paid', es: 'por lo que se pagó' },
};

const tenderText = (kind: string, { say }: Voice): string => {
  const texts = TENDERS[kind];
  return texts === undefined ? kind : say(texts);
};

const THOUSANDTHS = 3;

export type ReturnToTell = {
  readonly kept: KeptOperation;
  readonly record: ReturnRecord;
  readonly parts: ReturnParts;
  readonly books: Books;
  readonly differences: readonly Difference[];
};

/** A return or a void for a reader: what became of each grant, share by share, how points were got back, what went back to whom, and what is free again. */
export async function tellReturn(
  deps: ExplainDeps,
  told: ReturnToTell,
  reader: Reader,
  voice: Voice,
): Promise<readonly string[]> {
  const { kept, record, parts, books, differences } = told;
  const { language } = voice;
  if (reader === 'customer') return [tellKind(kept, voice), ...forCustomer(deps, told, voice)];
  const circumstances = await tellCircumstances(deps, kept, voice);
  const common = [
    ...circumstances,
    ...tellGoods(record, voice),
    ...tellShares(parts, record, voice),
    ...tellHow(deps, record, voice),
    ...tellPaid(deps, record, voice),
    ...parts.discounts.map((one) => tellDiscount(one, record, voice)),
    ...tellLimits(parts, voice),
  ];
  if (reader === 'cashier') {
    const granted = new Set(parts.shares.filter(({ stays }) => stays === 0n).map(({ promotion }) => promotion));
    const reasons = parts.notFired.filter(({ promotion }) => granted.has(promotion));
    return [
      `${voice.say(kindText(kept.kind).name)}.`,
      ...common,
      ...reasons.map((one) => voice.say(TEXTS.not, { text: notFiredText(one, language) })),
      ...tellAfter(deps, kept, voice),
    ];
  }
  return [
    tellHead(deps, kept, voice),
    voice.say(TEXTS.version, { version: parts.rulebook.version }),
    ...common,
    ...parts.stays.map((grant) => grantText(grant, language)),
    ...tellBooked(deps, books, voice),
    ...(differences.length === 0
      ? [voice.say(TEXTS.right)]
      : differences.map((one) => voice.say(TEXTS.wrong, { ...one }))),
  ];
}

const moneyText = (voice: Voice, { currency }: ReturnRecord, amount: number | bigint): string =>
  voice.amount(amount, currency.decimals);

/** Points of a wallet type, and the word behind them. */
const pointsOf = (deps: ExplainDeps, walletType: number, points: number | bigint, voice: Voice) => {
  const type = deps.walletTypes.of(walletType);
  const { decimals } = deps.programs.settings().unit(type.unit);
  return { points: voice.amount(points, decimals), wallet: voice.wallet(type.code, points, decimals) };
};

const tellRefund = (record: ReturnRecord, voice: Voice): string[] => {
  const currency = record.currency.code;
  return [
    ...record.refund.map(({ kind, amount }) =>
      voice.say(TEXTS.refund, { money: moneyText(voice, record, amount), currency, kind: tenderText(kind, voice) }),
    ),
    ...(record.onto
      ? [voice.say(TEXTS.onto, { money: moneyText(voice, record, sumOf(record.onto.instead)), currency })]
      : []),
    ...(record.recoveredMoney === 0
      ? []
      : [voice.say(TEXTS.recovered, { money: moneyText(voice, record, record.recoveredMoney), currency })]),
  ];
};

const sumOf = (parts: readonly { readonly amount: number }[]): number =>
  parts.reduce((sum, one) => sum + one.amount, 0);

const tellWithheld = (record: ReturnRecord, voice: Voice, names: (code: string) => string): string[] =>
  record.withheld === undefined
    ? []
    : [
        voice.say(TEXTS.withheld, {
          ...{ money: moneyText(voice, record, record.withheld), currency: record.currency.code },
          names: listed((record.withheldFor ?? []).map(names)),
        }),
      ];

const forCustomer = (deps: ExplainDeps, { record, parts }: ReturnToTell, voice: Voice): string[] => {
  const points = (walletType: number, amount: number) => pointsOf(deps, walletType, amount, voice);
  const name = (code: string): string => nameOf(parts.rulebook, code, voice.language);
  return [
    ...record.back.map((one) => voice.say(TEXTS.taken, points(one.walletType, one.points))),
    ...record.regranted.map((one) => voice.say(TEXTS.regranted, points(one.walletType, one.points))),
    ...parts.shares
      .filter(({ before, stays }) => before !== stays)
      .map(({ promotion, walletType, decimals, granted, stays }) => {
        const facts = { granted: voice.amount(granted, decimals), wallet: voice.wallet(walletType, granted, decimals) };
        return voice.say(TEXTS.keeps, { ...facts, name: name(promotion), left: voice.amount(stays, decimals) });
      }),
    ...record.restored
      .filter(({ payer }) => payer === undefined)
      .flatMap((one) => [
        voice.say(TEXTS.yours, points(one.walletType, one.points)),
        ...(one.expired === 0 ? [] : [voice.say(TEXTS.expired, points(one.walletType, one.expired))]),
      ]),
    ...record.back
      .filter(({ owed }) => owed !== 0)
      .map((one) => voice.say(TEXTS.youOwe, points(one.walletType, one.owed))),
    ...tellRefund(record, voice),
    ...tellWithheld(record, voice, name),
  ];
};

const tellGoods = ({ lines, isWhole }: ReturnRecord, voice: Voice): string[] => {
  const parts = lines.map(([line, quantity]) =>
    voice.say(TEXTS.line, { line, quantity: voice.amount(BigInt(quantity), THOUSANDTHS).replace(/[.,]?0+$/, '') }),
  );
  const what = parts.length === 0 ? voice.say(TEXTS.nothing, {}) : listed(parts);
  return [voice.say(TEXTS.lines, { lines: what }), ...(isWhole ? [voice.say(TEXTS.whole, {})] : [])];
};

/** Each grant line by line, and, by wallet, where the rest would earn more than there was. */
const tellShares = ({ shares, stays }: ReturnParts, { hasDrifted }: ReturnRecord, voice: Voice): string[] => {
  if (hasDrifted) return [voice.say(TEXTS.drift, {})];
  if (shares.length === 0) return [voice.say(TEXTS.noPoints, {})];
  const told = shares.map(({ promotion, walletType, decimals, granted, before, stays: left, perLine }) => {
    const text = (amount: bigint): string => voice.amount(amount, decimals);
    const lines = perLine.map(([line, was, then, now]) =>
      voice.say(TEXTS.shareLine, { line, granted: text(was), before: text(then), left: text(now) }),
    );
    const wallet = voice.wallet(walletType, granted, decimals);
    const inLines = lines.length === 0 ? '' : ` (${lines.join('; ')})`;
    return voice.say(TEXTS.share, {
      ...{ promotion, wallet, lines: inLines },
      granted: text(granted),
      before: text(before),
      left: text(left),
    });
  });
  const clipped = [...grantedBy(shares)].flatMap(([wallet, { granted, decimals }]) => {
    const would = stays.reduce((sum, one) => (one.walletType === wallet ? sum + one.points : sum), 0n);
    if (would <= granted) return [];
    const facts = { would: voice.amount(would, decimals), granted: voice.amount(granted, decimals), wallet };
    return [voice.say(TEXTS.most, facts)];
  });
  return [...told, ...clipped];
};

const grantedBy = (shares: readonly GrantShare[]): ReadonlyMap<string, Pick<GrantShare, 'granted' | 'decimals'>> => {
  const sums = new Map<string, Pick<GrantShare, 'granted' | 'decimals'>>();
  for (const { walletType, granted, decimals } of shares)
    sums.set(walletType, { granted: (sums.get(walletType)?.granted ?? 0n) + granted, decimals });
  return sums;
};

/** How the points were got back, wallet by wallet. */
const tellHow = (deps: ExplainDeps, { back, regranted }: ReturnRecord, voice: Voice): string[] => [
  ...back.map((one) => {
    const part = (text: Texts, amount: number): string[] =>
      amount === 0 ? [] : [voice.say(text, { amount: pointsOf(deps, one.walletType, amount, voice).points })];
    const parts = [
      ...part(TEXTS.cancelled, one.cancelled),
      ...part(TEXTS.fromLots, one.taken),
      ...part(TEXTS.owed, one.owed),
      ...part(TEXTS.writtenOff, one.writtenOff),
      ...part(TEXTS.outOfRefund, one.recovered),
      ...part(TEXTS.left, one.forgiven),
    ];
    return voice.say(TEXTS.how, { ...pointsOf(deps, one.walletType, one.points, voice), parts: listed(parts) });
  }),
  ...regranted.map((one) => voice.say(TEXTS.regranted, pointsOf(deps, one.walletType, one.points, voice))),
];

/** What went back to whom: points to their lots, money to its tenders. */
const tellPaid = (deps: ExplainDeps, record: ReturnRecord, voice: Voice): string[] => [
  ...record.restored.flatMap((one) => {
    const { payer, card } = one;
    const member = payer && deps.tokens.encode('mem', payer.lane, BigInt(payer.owner));
    const whose =
      card !== undefined ? voice.say(TEXTS.card, {}) : member === undefined ? '' : voice.say(TEXTS.whose, { member });
    return [
      voice.say(TEXTS.restored, { ...pointsOf(deps, one.walletType, one.points, voice), whose }),
      ...(one.expired === 0 ? [] : [voice.say(TEXTS.expired, pointsOf(deps, one.walletType, one.expired, voice))]),
    ];
  }),
  ...tellRefund(record, voice),
  ...tellWithheld(record, voice, (code) => code),
];

const tellDiscount = (
  { promotion, sold, gone, ended, stays }: DiscountShare,
  record: ReturnRecord,
  voice: Voice,
): string =>
  voice.say(TEXTS.discount, {
    ...{
      promotion,
      currency: record.currency.code,
      sold: moneyText(voice, record, sold),
      gone: moneyText(voice, record, gone),
    },
    ...{ ended: moneyText(voice, record, ended), left: moneyText(voice, record, stays) },
  });

const tellLimits = ({ limits, basket, rulebook: { content } }: ReturnParts, voice: Voice): string[] =>
  limits.map((one) => {
    const wallet = content.promotions
      .find(({ code }) => code === one.promotion)
      ?.effects.find((effect) => effect.wallet);
    const points = content.units?.wallets[wallet?.wallet ?? '']?.decimals ?? 0;
    const amount = freedText(one, { points, money: basket.currency.decimals });
    return voice.say(TEXTS.limit, { promotion: one.promotion, limit: one.limit, amount });
  });
