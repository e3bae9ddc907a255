import { useTranslation } from 'react-i18next';
import { useThing } from '../acts/use-thing.ts';
import { useTold } from './area.tsx';
import { filledText } from './part-form.tsx';
import type { Kind } from './promotion-types.ts';

// Parameters whose values are words of the kinds; what a tenant named may look like one and stays as it is.
const WORDED = new Set(['base', 'tax', 'weekdays', 'beginsOn', 'kinds', 'period', 'off', 'on', 'stampFor']);

const MANY = 2;

/** The sentence of a condition or an effect with what is set; its kind alone until the kinds are there. */
export function usePartText(): (code: string, params: unknown) => string {
  const { t } = useTranslation();
  const told = useTold();
  const kinds = useThing<{ items: readonly Kind[] }>('/v1/promotion-kinds').data?.items ?? [];
  const wordOf = (name: string, value: string, count: number): string =>
    name === 'wallet'
      ? t(`promotions.wallets.${value}`, { count, defaultValue: value })
      : WORDED.has(name)
        ? t(`promotions.values.${value}`, value)
        : value;
  const worded = ([name, value]: readonly [string, unknown], count: number): readonly [string, unknown] => {
    const all = [value].flat();
    return [name, all.every((one) => typeof one === 'string') ? all.map((one) => wordOf(name, one, count)) : value];
  };
  return (code, params) => {
    const kind = kinds.find((one) => one.code === code);
    if (!kind) return code;
    const given = { lines: t('promotions.allGoods'), ...(params as Readonly<Record<string, unknown>> | undefined) };
    const count = 'points' in given ? Number(given.points) : MANY;
    const set = Object.fromEntries(Object.entries(given).map((one) => worded(one, count)));
    // What may follow a word says nothing where it is not set: `a receipt{lines}`.
    const text = told(kind.text).replaceAll(/(?<=[\p{L}}])\{(\w+)\}/gu, (whole, name: string) =>
      Object.hasOwn((params ?? {}) as object, name) ? whole : '',
    );
    // What only the server can say stands in the sentence of the whole promotion.
    return filledText(text, set).replace(/[\s,]*…$/, '');
  };
}
