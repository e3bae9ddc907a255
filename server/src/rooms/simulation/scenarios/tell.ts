import { readableDay, readableNumber } from '../../../kernel/readable.ts';
import { walletWord, type Language } from '../../promotions/index.ts';
import type { Buys, ScenarioStep } from './scenario-file.ts';
import type { Stage, StoryReceipt, StoryReturn } from './stage.ts';
import { storySentence, type StoryText } from './story-texts.ts';

type Points = Readonly<Record<string, string>>;

const pointsText = (points: Points, language: Language): string => {
  const words = Object.entries(points).map(
    ([wallet, amount]) => `${readableNumber(amount, language)} ${walletWord(wallet, language, amount)}`,
  );
  return words.length === 0 ? storySentence('none', language) : words.join(', ');
};

const goodsText = ({ lines }: Buys, language: Language): string =>
  lines
    .map(({ sku, amount, quantity }) => {
      const priced = `${sku} ${readableNumber(amount, language)}`;
      return quantity === '1' ? priced : `${readableNumber(quantity, language)} × ${priced}`;
    })
    .join(', ');

/** What clocks show, `2026-03-06T18:00`, as people write it. */
const wallText = (wall: string, language: Language): string => {
  const [day = '', time = ''] = wall.split('T');
  return `${readableDay(day, language)} ${time}`.trim();
};

/** What a step says, in one sentence. */
export const stepText = (
  step: ScenarioStep,
  language: Language,
  receipts: ReadonlyMap<string, StoryReceipt>,
): string => {
  const say = (name: StoryText, facts: Readonly<Record<string, string | number>> = {}): string =>
    storySentence(name, language, facts);
  const listed = (words: readonly string[]): string => (words.length === 0 ? say('none') : words.join(', '));
  if (step.itIs) return say('itIs', { wall: wallText(step.itIs, language) });
  if (step.passes) {
    const [[unit, n]] = Object.entries(step.passes) as [['days' | 'months' | 'years' | 'hours' | 'minutes', number]];
    return say('passes', { span: n === 1 ? say(`${unit}One`) : say(unit, { n }) });
  }
  if (step.buys) {
    const { member, coupons, points, outlet } = step.buys;
    return say('buys', {
      ...{ who: member ?? say('nobody'), goods: goodsText(step.buys, language) },
      where: outlet === 'centro' ? '' : say('at', { outlet }),
      coupons: coupons === undefined ? '' : say('coupons', { codes: coupons.join(', ') }),
      points: points === undefined ? '' : say('points', { what: points.pay === 'most' ? say('most') : points.pay }),
    });
  }
  if (step.happens) {
    const { member: who, name, outlet, attributes } = step.happens;
    const told = Object.entries(attributes).map(([key, value]) => `${key} ${String(value)}`);
    return say('happens', {
      ...{ who, name, where: outlet === undefined ? '' : say('at', { outlet }) },
      told: told.length === 0 ? '' : ` (${told.join(', ')})`,
    });
  }
  if (step.returns) {
    const { of, lines } = step.returns;
    const goods = lines && Object.entries(lines).map(([sku, quantity]) => `${quantity} × ${sku}`);
    return say('returns', { who: receipts.get(of)?.member ?? say('nobody'), goods: goods?.join(', ') ?? say('all') });
  }
  if (step.gets)
    return say('gets', {
      who: step.gets.member,
      points: step.gets.points,
      wallet: walletWord(step.gets.wallet, language, step.gets.points),
    });
  if (step.changes) {
    const { member: who, ...facts } = step.changes;
    return say('changes', { who, facts: JSON.stringify(facts).replaceAll('"', '') });
  }
  if (step.publishes) {
    const codes = step.publishes.promotions.map((one) => String((one as { readonly code?: unknown }).code));
    return say('publishes', { codes: listed(codes) });
  }
  return expectationText(step, say, listed, language);
};

const expectationText = (
  step: ScenarioStep,
  say: (name: StoryText, facts?: Readonly<Record<string, string | number>>) => string,
  listed: (words: readonly string[]) => string,
  language: Language,
): string => {
  if (step.thenFired) return say('fired', { of: step.thenFired.of, codes: listed(step.thenFired.promotions) });
  if (step.thenNotFired) {
    const { of, promotion: code, because } = step.thenNotFired;
    return say('notFired', { of, code, because: because === undefined ? '' : say('because', { because }) });
  }
  if (step.thenEarned)
    return say('earned', { of: step.thenEarned.of, points: pointsText(step.thenEarned.points, language) });
  if (step.thenPays) {
    const { of, money, points } = step.thenPays;
    return say('pays', {
      ...{ of, money },
      points: points === undefined ? '' : say('paysPoints', { points: pointsText(points, language) }),
    });
  }
  if (step.thenGiven) {
    const { of, coupons = {}, gifts = {} } = step.thenGiven;
    const what = Object.entries({ ...coupons, ...gifts }).map(([name, count]) => `${count} × ${name}`);
    return say('given', { of, what: listed(what) });
  }
  if (step.thenBack) {
    const { of, refund, ...points } = step.thenBack;
    const what = (['taken', 'writtenOff', 'restored'] as const).flatMap((name) =>
      points[name] === undefined ? [] : [say(name, { points: pointsText(points[name], language) })],
    );
    return say('back', {
      of,
      what: [...what, ...(refund === undefined ? [] : [say('refund', { money: refund })])].join(', '),
    });
  }
  if (step.thenHas) {
    const { member: who, wallet, ...amounts } = step.thenHas;
    const what = (['available', 'pending', 'expired', 'owed'] as const).flatMap((name) =>
      amounts[name] === undefined ? [] : [say(name, { points: amounts[name] })],
    );
    return say('has', { who, wallet: walletWord(wallet, language), what: what.join(', ') });
  }
  if (step.thenTier) return say('tier', { who: step.thenTier.member, tier: step.thenTier.is || say('noTier') });
  const { promotion: code, limit, left } = step.thenLeft as NonNullable<ScenarioStep['thenLeft']>;
  return say('left', { code, limit, left });
};

const pointsFacts = (stage: Stage, wallet: string, amount: bigint, language: Language) => {
  const points = stage.points(wallet, amount);
  return { points, wallet: walletWord(wallet, language, points) };
};

/** What a receipt came to, as lines. */
export const receiptTold = (stage: Stage, receipt: StoryReceipt, language: Language): string[] => {
  const say = (name: StoryText, facts: Readonly<Record<string, string | number>>): string =>
    storySentence(name, language, facts);
  const { pricing, payments, grants, coupons, stamps, toPay } = receipt;
  return [
    ...pricing.priced.flatMap(({ promotion: code, perLine }) => {
      const money = perLine.reduce((sum, [, one]) => sum + one, 0n);
      return money === 0n ? [] : [say('discount', { code, money: stage.money(money) })];
    }),
    ...pricing.gifts.map(({ promotion: code, sku, quantity }) =>
      say('gift', { code, sku, quantity: String(Number(quantity) / 1_000) }),
    ),
    ...payments.map(({ wallet, points, money }) =>
      say('spent', { ...pointsFacts(stage, wallet, points, language), money: stage.money(money) }),
    ),
    ...(receipt.basket.occasion === undefined ? [say('toPay', { money: stage.money(toPay) })] : []),
    ...grants.map(({ promotion: code, walletType: wallet, points }) =>
      say('grant', { code, ...pointsFacts(stage, wallet, points, language) }),
    ),
    ...coupons.map(({ promotion: code, coupon }) => say('coupon', { code, coupon })),
    ...stamps.map(({ promotion: code, card, count }) => say('stamp', { code, card, count })),
  ];
};

/** What a return did, as lines. */
export const returnTold = (stage: Stage, done: StoryReturn, language: Language): string[] => {
  const texts = (name: 'taken' | 'owed' | 'writtenOff' | 'restored'): string[] => {
    const some = [...done[name]].filter(([, amount]) => amount > 0n);
    const points = Object.fromEntries(some.map(([wallet, amount]) => [wallet, stage.points(wallet, amount)]));
    return some.length === 0 ? [] : [storySentence(name, language, { points: pointsText(points, language) })];
  };
  return [
    storySentence('refund', language, { money: stage.money(done.refund) }),
    ...texts('taken'),
    ...texts('owed'),
    ...texts('writtenOff'),
    ...texts('restored'),
  ];
};
