import { formatQuantity } from '../../../kernel/quantity.ts';
import { readableNumber } from '../../../kernel/readable.ts';
import { adjudicate, notFiredText, walletWord } from '../../promotions/index.ts';
import type { Language } from '../../promotions/index.ts';
import type { ScenarioStep } from './scenario-file.ts';
import { settleMember } from './sell.ts';
import type { Stage, StoryReceipt } from './stage.ts';
import { storySentence, type StoryText } from './story-texts.ts';

const LANGUAGES: readonly Language[] = ['en', 'es'];

type Differ = (what: StoryText, expected: string, found: string, of?: string) => void;

/** What of an expectation is otherwise, in words; nothing when it holds. */
export const expectationAgainst = (stage: Stage, step: ScenarioStep, language: Language): string[] => {
  const wrong: string[] = [];
  const differ: Differ = (name, expected, found, of = '') => {
    if (expected === found) return;
    const what = storySentence(name, language, { wallet: walletWord(of, language), code: of });
    const read = (text: string): string => readableNumber(text, language);
    wrong.push(storySentence('otherwise', language, { what, expected: read(expected), found: read(found) }));
  };
  if (step.thenFired) {
    const receipt = stage.receipt(step.thenFired.of);
    differ(
      'differsPromotions',
      [...step.thenFired.promotions].sort().join(', '),
      receipt ? acted(receipt).join(', ') : '',
    );
  } else if (step.thenNotFired) notFired(stage, step.thenNotFired, language, differ);
  else if (step.thenEarned) {
    const receipt = stage.receipt(step.thenEarned.of);
    amounts(stage, 'differsPoints', step.thenEarned.points, receipt?.granted, differ);
  } else if (step.thenPays) {
    const receipt = stage.receipt(step.thenPays.of);
    differ(
      'differsMoney',
      plain(step.thenPays.money, stage.given.currency.decimals),
      stage.money(receipt?.toPay ?? 0n),
    );
    const paid = new Map<string, bigint>();
    for (const { wallet, points } of receipt?.payments ?? []) paid.set(wallet, (paid.get(wallet) ?? 0n) + points);
    if (step.thenPays.points) amounts(stage, 'differsPoints', step.thenPays.points, paid, differ);
  } else if (step.thenGiven) given(stage, step.thenGiven, differ);
  else if (step.thenBack) back(stage, step.thenBack, differ);
  else if (step.thenHas) has(stage, step.thenHas, differ);
  else if (step.thenTier) {
    const member = stage.member(step.thenTier.member);
    settleMember(stage, member);
    differ('differsTier', step.thenTier.is, member.facts.tier);
  } else if (step.thenLeft) left(stage, step.thenLeft, differ);
  return wrong;
};

/** A text with all its decimals, so that 5 and 5.00 are the same. */
const plain = (text: string, decimals: number): string => {
  const [whole, fraction = ''] = text.split('.');
  return decimals === 0 ? text : `${whole}.${fraction.padEnd(decimals, '0')}`;
};

/** The promotions that gave anything, by code. */
const acted = ({ pricing, grants, coupons, stamps }: StoryReceipt): string[] =>
  [...new Set([...pricing.priced, ...grants, ...coupons, ...stamps].map(({ promotion }) => promotion))].sort();

const amounts = (
  stage: Stage,
  what: StoryText,
  expected: Readonly<Record<string, string>>,
  found: ReadonlyMap<string, bigint> | undefined,
  differ: Differ,
): void => {
  const wallets = new Set([...Object.keys(expected), ...(found?.keys() ?? [])]);
  for (const wallet of wallets)
    differ(
      what,
      plain(expected[wallet] ?? '0', stage.decimalsOf(wallet)),
      stage.points(wallet, found?.get(wallet) ?? 0n),
      wallet,
    );
};

const notActed = (language: Language): readonly [expected: string, found: string] => [
  storySentence('differsNotActed', language),
  storySentence('differsActed', language),
];

const notFired = (
  stage: Stage,
  { of, promotion, because }: NonNullable<ScenarioStep['thenNotFired']>,
  language: Language,
  differ: Differ,
): void => {
  const receipt = stage.receipt(of);
  if (receipt === undefined || acted(receipt).includes(promotion))
    return differ('differsPromotion', ...notActed(language), promotion);
  if (because === undefined) return;
  const found = adjudicate(receipt.rulebook, receipt.basket, { explain: true }).notFired.find(
    (one) => one.promotion === promotion,
  );
  const text = found === undefined ? '' : notFiredText(found, language);
  // Whether a story holds is no matter of the language in which it is told.
  const isSaid = found !== undefined && LANGUAGES.some((one) => notFiredText(found, one).includes(because));
  if (!isSaid) differ('differsPromotion', because, text, promotion);
};

const given = (stage: Stage, { of, coupons, gifts }: NonNullable<ScenarioStep['thenGiven']>, differ: Differ): void => {
  const receipt = stage.receipt(of);
  const text = (names: readonly (readonly [string, string])[]): string =>
    names
      .map(([name, count]) => `${count} × ${name}`)
      .sort()
      .join(', ');
  if (coupons)
    differ(
      'differsCoupons',
      text(Object.entries(coupons).map(([name, count]) => [name, String(count)])),
      text((receipt?.coupons ?? []).map(({ coupon, count }) => [coupon, String(count)])),
    );
  if (gifts)
    differ(
      'differsGifts',
      text(Object.entries(gifts).map(([sku, count]) => [sku, plain(count, 3)])),
      text((receipt?.pricing.gifts ?? []).map(({ sku, quantity }) => [sku, formatQuantity(quantity, 3)])),
    );
};

const BACK = { taken: 'differsTaken', restored: 'differsRestored', writtenOff: 'differsWrittenOff' } as const;
const HAS = {
  available: 'differsAvailable',
  pending: 'differsPending',
  expired: 'differsExpired',
  owed: 'differsOwed',
} as const;

const back = (stage: Stage, expected: NonNullable<ScenarioStep['thenBack']>, differ: Differ): void => {
  const found = stage.returns.get(expected.of);
  if (expected.refund !== undefined)
    differ('differsRefund', plain(expected.refund, stage.given.currency.decimals), stage.money(found?.refund ?? 0n));
  for (const name of ['taken', 'restored', 'writtenOff'] as const)
    if (expected[name]) amounts(stage, BACK[name], expected[name], found?.[name], differ);
};

const has = (
  stage: Stage,
  { member: name, wallet, ...expected }: NonNullable<ScenarioStep['thenHas']>,
  differ: Differ,
): void => {
  const member = stage.member(name);
  settleMember(stage, member);
  const { purse } = member;
  const found = {
    // As the API presents it: who owes has less than nothing.
    available: purse.available(wallet, stage.now) - purse.owes(wallet),
    pending: purse.pending(wallet, stage.now),
    expired: purse.expired(wallet),
    owed: purse.owes(wallet),
  };
  for (const what of ['available', 'pending', 'expired', 'owed'] as const)
    if (expected[what] !== undefined)
      differ(HAS[what], plain(expected[what], stage.decimalsOf(wallet)), stage.points(wallet, found[what]));
};

const left = (
  stage: Stage,
  { promotion, limit: key, left: expected, member }: NonNullable<ScenarioStep['thenLeft']>,
  differ: Differ,
): void => {
  const limits = stage.rulebook.byCode(promotion)?.limits ?? [];
  const limit = limits.find((one) => one.key === key);
  if (limit === undefined) return differ('differsLimit', key, limits.map((one) => one.key).join(', '));
  const { date } = stage.zone.localOf(stage.now);
  const used = stage.limits.usedOf(promotion, limit, { owner: member, outlet: 'centro', day: date });
  const max = limit.per === 'contract' ? stage.prepaid(limit.key) : limit.max;
  const wallet = stage.rulebook.byCode(promotion)?.effects.find((one) => one.wallet !== '')?.wallet ?? '';
  const decimals =
    limit.of === 'money' ? stage.given.currency.decimals : limit.of === 'points' ? stage.decimalsOf(wallet) : 0;
  differ('differsLeft', plain(expected, decimals), formatQuantity(max - used, decimals));
};
