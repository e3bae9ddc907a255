import { useTranslation } from 'react-i18next';
import { useQuantityText } from '../kit/quantity.tsx';
import type { WalletType } from './program-types.ts';

type Span = { readonly days?: number; readonly months?: number; readonly years?: number; readonly hours?: number };
const MINUTES = 60;
const LISTS = [
  ...(['categories', 'exceptCategories', 'skus', 'exceptSkus', 'brands', 'exceptBrands', 'labels'] as const),
  ...(['exceptLabels', 'partners', 'exceptPartners', 'outlets', 'exceptOutlets', 'outletGroups'] as const),
  ...(['exceptOutletGroups', 'channels', 'exceptChannels'] as const),
] as const;

const clock = (minute: number): string =>
  `${String(Math.floor(minute / MINUTES)).padStart(2, '0')}:${String(minute % MINUTES).padStart(2, '0')}`;

/** What a wallet's settings mean, in words. */
export function useWalletWords(currency: string) {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const span = (of: Span): string => {
    const [[name, n] = ['days', 0]] = Object.entries(of);
    return t(`programs.spans.${name}`, { n });
  };
  const life = (expiry: WalletType['expiry']): string => {
    if (expiry === 'never') return t('programs.neverEnds');
    if ('fixedOn' in expiry) return t('programs.endsOn', { date: expiry.fixedOn });
    if ('idle' in expiry) {
      const idle = t('programs.endsIdle', { after: span(expiry.idle) });
      return expiry.roundTo
        ? t('programs.endsRounded', { after: idle, to: t(`programs.rounds.${expiry.roundTo}`) })
        : idle;
    }
    const after = expiry.after ? span(expiry.after) : '';
    return expiry.roundTo ? t('programs.endsRounded', { after, to: t(`programs.rounds.${expiry.roundTo}`) }) : after;
  };
  const listed = (key: string, values: readonly (string | number)[] | undefined): string[] =>
    values && values.length > 0 ? [t(`programs.ruleWords.${key}`, { list: values.join(', ') })] : [];
  const numbered = (key: string, n: string | number | undefined): string[] =>
    n === undefined ? [] : [t(`programs.ruleWords.${key}`, { n: quantityText(String(n)), currency })];
  return {
    pays: ({ pays, unit }: WalletType): string =>
      /^0(\.0+)?$/.test(pays.money)
        ? t('programs.paysNothing')
        : `${quantityText(pays.points, unit)} = ${quantityText(pays.money, currency)}`,
    wait: (activation: WalletType['activation']): string =>
      activation === 'none' ? t('programs.atOnce') : span(activation),
    life,
    rules: (rules: WalletType['rules']): readonly string[] => [
      ...LISTS.flatMap((key) => listed(key, rules[key])),
      ...listed(
        'weekdays',
        rules.weekdays?.map((day) => t(`programs.weekdays.${day}`)),
      ),
      ...(rules.fromMinute === undefined || rules.toMinute === undefined
        ? []
        : [t('programs.ruleWords.hours', { from: clock(rules.fromMinute), to: clock(rules.toMinute) })]),
      ...numbered('sharePercentMax', rules.sharePercentMax),
      ...numbered('cashMinimum', rules.cashMinimum),
      ...numbered('perReceiptMax', rules.perReceiptMax),
      ...numbered('perDayMax', rules.perDayMax),
      ...numbered('perDayMoneyMax', rules.perDayMoneyMax),
    ],
  };
}
