import { useTranslation } from 'react-i18next';
import { useWalletWord } from '../api/wallet-word.ts';
import { useQuantityText } from '../kit/quantity.tsx';

// Parameters whose values are words of the kinds; what a tenant named may look like one and stays as it is.
const WORDED = new Set(['base', 'tax', 'weekdays', 'beginsOn', 'kinds', 'period', 'off', 'on', 'stampFor']);
// Decimal text, which people of the language write their own way.
const QUANTITIES = new Set(['amount', 'factor', 'max', 'min', 'percent', 'points', 'price', 'step']);

// What is only said where it is so: `no. 10 and each further multiple`.
const FLAGS = { repeats: false, only: false };

type Params = Readonly<Record<string, unknown>>;

/** What is set of a condition or an effect, with words of the language where a value is one. */
export function useWorded(): (params: Params) => Params {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const walletWord = useWalletWord();
  return (params) => {
    const quantity = 'points' in params ? String(params.points) : undefined;
    const wordOf = (name: string, value: string): string =>
      name === 'wallet'
        ? walletWord(value, quantity)
        : WORDED.has(name)
          ? t(`promotions.values.${value}`, value)
          : QUANTITIES.has(name)
            ? quantityText(value)
            : value;
    const worded = ([name, value]: readonly [string, unknown]): readonly [string, unknown] => {
      if (typeof value === 'boolean') return [name, value ? t(`promotions.flags.${name}`, '') : ''];
      const all = [value].flat();
      return [name, all.every((one) => typeof one === 'string') ? all.map((one) => wordOf(name, one)) : value];
    };
    return Object.fromEntries(Object.entries({ ...FLAGS, ...params }).map(worded));
  };
}
