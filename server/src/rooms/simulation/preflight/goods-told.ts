import { formatQuantity } from '../../../kernel/quantity.ts';
import type { Basket, BasketLine } from '../../promotions/index.ts';
import type { PreflightAsked } from './asked.ts';

type Words = { readonly en: string; readonly es: string };

const PIECES = 3;
const MINUTES_PER_HOUR = 60;
const two = (value: number): string => String(value).padStart(2, '0');

const nameOf = ({ sku, brand, category, labels }: BasketLine): Words => {
  const parts = [
    ...(sku.startsWith('sku-') ? [] : [sku]),
    ...(brand === 'Plain' || brand === sku ? [] : [brand]),
    ...(category.startsWith('goods') || category === sku ? [] : [category]),
    ...labels.filter((label) => label !== sku),
  ].join(' ');
  return parts === '' ? { en: 'anything', es: 'cualquier cosa' } : { en: parts, es: parts };
};

/** The goods of a basket line by line, with what a piece costs, and where, when, with what and as whom they are bought. */
export const tellGoods = (basket: Basket, { currency }: PreflightAsked): Words => {
  const { lines, channel, terminal, outlet, partner, member, local, tenders = [], coupons = [] } = basket;
  const goods = Map.groupBy(lines, (line) => {
    const price = formatQuantity((line.gross * 1_000n) / line.quantity, currency.decimals);
    return `${nameOf(line).en}\u0000${nameOf(line).es}\u0000${price} ${currency.code}`;
  });
  const say = (language: 'en' | 'es', at: string): string =>
    [...goods]
      .map(([key, some]) => {
        const [en, es, price] = key.split('\u0000');
        const count = formatQuantity(
          some.reduce((sum, { quantity }) => sum + quantity, 0n),
          PIECES,
        ).replace(/\.?0+$/, '');
        return `${count} × ${language === 'en' ? en : es} ${at} ${price}`;
      })
      .join(', ');
  const time = `${local.date} ${two(Math.floor(local.minuteOfDay / MINUTES_PER_HOUR))}:${two(local.minuteOfDay % MINUTES_PER_HOUR)}`;
  const told = (some: readonly (readonly [is: boolean, text: string])[]): string =>
    some.flatMap(([is, text]) => (is ? [text] : [])).join(', ');
  const where = (
    words: Readonly<Record<'channel' | 'outlet' | 'group' | 'tender' | 'tier' | 'segment' | 'coupon', string>>,
  ) =>
    told([
      [true, time],
      [outlet.code !== 'outlet', `${words.outlet} ${outlet.code}`],
      [outlet.groups.length > 0, `${words.group} ${outlet.groups.join(', ')}`],
      [partner !== 'partner', partner],
      [channel !== 'till', `${words.channel} ${channel}`],
      [terminal !== 'till-1', terminal],
      [tenders.length > 0, `${words.tender} ${tenders.join(', ')}`],
      [(member?.tier ?? '') !== '', `${words.tier} ${member?.tier}`],
      [(member?.segments ?? []).length > 0, `${words.segment} ${member?.segments?.join(', ')}`],
      [coupons.length > 0, `${words.coupon} ${coupons.join(', ')}`],
    ]);
  return {
    en: `${say('en', 'at')} (${where({ channel: 'channel', outlet: 'outlet', group: 'group', tender: 'paid with', tier: 'tier', segment: 'segment', coupon: 'coupon' })})`,
    es: `${say('es', 'a')} (${where({ channel: 'canal', outlet: 'local', group: 'grupo', tender: 'pagado con', tier: 'nivel', segment: 'segmento', coupon: 'cupón' })})`,
  };
};
