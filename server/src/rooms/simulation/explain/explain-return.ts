import type { ReturnRecord } from '../../checkout/index.ts';
import type { KeptOperation } from '../../ledger/index.ts';
import { grantText, notFiredText } from '../../promotions/index.ts';
import type { Books } from './books.ts';
import type { ExplainDeps } from './explain-deps.ts';
import { kindText } from './kind-texts.ts';
import type { Difference } from './recompute-record.ts';
import type { DiscountShare, GrantShare, ReturnParts } from './return-parts.ts';
import { TENDERS, TEXTS } from './return-texts.ts';
import { tellAfter, tellBooked, tellCircumstances, tellHead, tellKind } from './tell-books.ts';
import { TAKEN } from './taken-texts.ts';
import { tellAgain } from './tell-again.ts';
import { decimalsOf, listed, nameOf } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

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
    ...tellAgain(differences, voice, TEXTS.right),
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const forCustomer = (deps: ExplainDeps, { record, parts }: ReturnToTell, voice: Voice): string[] => {
  const points = (walletType: number, amount: number) => pointsOf(deps, walletType, amount, voice);
  const name = (code: string): string => nameOf(parts.rulebook, code, voice.language);
  return [
    ...record.back.map((one) => voice.say(TAKEN.taken, points(one.walletType, one.points))),
    ...record.regranted.map((one) => voice.say(TEXTS.regranted, points(one.walletType, one.points))),
    ...parts.shares
      .filter(({ before, stays }) => before !== stays)
      .map(({ promotion, walletType, decimals, granted, stays }) => {
        const facts = { granted: voice.amount(granted, decimals), wallet: voice.wallet(walletType, granted, decimals) };
        return voice.say(TEXTS.keeps, {
          ...facts,
          name: capital(name(promotion)),
          left: voice.amount(stays, decimals),
        });
      }),
    ...(record.hasDrifted ? [voice.say(TEXTS.yourDrift)] : []),
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
      ...part(TAKEN.pending, one.cancelled),
      ...part(TAKEN.lots, one.taken),
      ...part(TAKEN.owed, one.owed),
      ...part(TAKEN.writtenOff, one.writtenOff),
      ...part(TEXTS.outOfRefund, one.recovered),
      ...part(TEXTS.left, one.forgiven),
    ];
    return voice.say(TAKEN.how, { ...pointsOf(deps, one.walletType, one.points, voice), parts: listed(parts) });
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

const tellLimits = ({ limits, basket, rulebook }: ReturnParts, voice: Voice): string[] =>
  limits.map(({ promotion, limit, of, amount }) => {
    const effects = rulebook.content.promotions.find(({ code }) => code === promotion)?.effects ?? [];
    const wallet = effects.find((effect) => effect.wallet)?.wallet ?? '';
    const decimals = { uses: 0, points: decimalsOf(rulebook, wallet), money: basket.currency.decimals }[of];
    const units = {
      uses: voice.say(TEXTS.uses, { amount: String(amount) }),
      points: voice.wallet(wallet, amount, decimals),
      money: basket.currency.code,
    };
    return voice.say(TEXTS.limit, { promotion, limit, amount: voice.amount(amount, decimals), unit: units[of] });
  });
