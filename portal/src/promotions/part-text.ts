import { useThing } from '../acts/use-thing.ts';
import { useTold } from './area.tsx';
import { filledText } from './part-form.tsx';
import type { Kind } from './promotion-types.ts';

/** The sentence of a condition or an effect with what is set; its kind alone until the kinds are there. */
export function usePartText(): (code: string, params: unknown) => string {
  const told = useTold();
  const kinds = useThing<{ items: readonly Kind[] }>('/v1/promotion-kinds').data?.items ?? [];
  return (code, params) => {
    const kind = kinds.find((one) => one.code === code);
    // What only the server can say stands in the sentence of the whole promotion.
    return kind ? filledText(told(kind.text), (params ?? {}) as Record<string, unknown>).replace(/[\s,]*…$/, '') : code;
  };
}
