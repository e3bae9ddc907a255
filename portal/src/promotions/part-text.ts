import { useTranslation } from 'react-i18next';
import { useThing } from '../acts/use-thing.ts';
import { useTold } from './area.tsx';
import { filledText, kindOf } from './part-form.tsx';
import type { Kind } from './promotion-types.ts';
import { useWorded } from './worded.ts';

/** The sentence of a condition or an effect with what is set; its kind alone until the kinds are there. */
export function usePartText(): (code: string, params: unknown, version?: number) => string {
  const { t } = useTranslation();
  const told = useTold();
  const worded = useWorded();
  const kinds = useThing<{ items: readonly Kind[] }>('/v1/promotion-kinds').data?.items ?? [];
  return (code, params, version) => {
    const kind = kindOf(kinds, code, version);
    if (!kind) return code;
    const set = (params ?? {}) as Readonly<Record<string, unknown>>;
    // Which goods stands in the sentence of the whole promotion; here only that they are chosen.
    const lines = t(set.lines === undefined ? 'promotions.allGoods' : 'promotions.chosenGoods');
    const given = { ...set, lines };
    // What may follow a word says nothing where it is not set: `a receipt{lines}`.
    const text = told(kind.text).replaceAll(/(?<=[\p{L}}])\{(\w+)\}/gu, (whole, name: string) =>
      Object.hasOwn(set, name) ? whole : '',
    );
    // What only the server can say stands in the sentence of the whole promotion.
    return filledText(text, worded(given)).replace(/[\s,]*…$/, '');
  };
}
