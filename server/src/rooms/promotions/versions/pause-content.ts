import { canonicalJson } from '../../../kernel/canonical.ts';
import type { PromotionContent, RulebookContent } from '../rulebook.ts';

type Effect = PromotionContent['effects'][number];

/** The promotions that an effect leans on by name; undefined where it names none. */
const namedBy = ({ params }: Effect): readonly string[] | undefined => {
  const of = (params as { readonly of?: unknown } | null)?.of;
  return Array.isArray(of) ? (of as string[]) : undefined;
};

/** The promotion without what leans on `code` alone; undefined where nothing of it is left. */
const without = (promotion: PromotionContent, code: string): PromotionContent | undefined => {
  const effects = promotion.effects.flatMap((effect): Effect[] => {
    const named = namedBy(effect);
    if (named === undefined || !named.includes(code)) return [effect];
    const of = named.filter((one) => one !== code);
    return of.length === 0 ? [] : [{ ...effect, params: { ...(effect.params as object), of } }];
  });
  if (effects.length === 0) return undefined;
  return { ...promotion, effects, excludes: promotion.excludes.filter((one) => one !== code) };
};

/**
 * The rulebook without a promotion. What names it names it no more, and what has nothing left to act on (a multiplier of
 * it alone) goes with it, so that what is left is a rulebook that can be published.
 */
export const pauseIn = (content: RulebookContent, code: string): RulebookContent => {
  const gone = [code];
  let { promotions } = content;
  for (let next = gone.shift(); next !== undefined; next = gone.shift()) {
    const leaving = next;
    promotions = promotions.flatMap((promotion) => {
      if (promotion.code === leaving) return [];
      const left = without(promotion, leaving);
      if (left === undefined) gone.push(promotion.code);
      return left === undefined ? [] : [left];
    });
  }
  return { ...content, promotions };
};

const bare = (promotion: PromotionContent | undefined): string =>
  promotion === undefined ? '' : canonicalJson({ ...promotion, version: undefined });

/**
 * Puts back what a pause took out of `content`: of all that it changed, what nobody has touched since. `before` and
 * `after` are the rulebooks around the pause.
 */
export const resumeIn = (
  content: RulebookContent,
  before: RulebookContent,
  after: RulebookContent,
): RulebookContent => {
  const byCode = (all: RulebookContent): ReadonlyMap<string, PromotionContent> =>
    new Map(all.promotions.map((promotion) => [promotion.code, promotion]));
  const [was, left, now] = [byCode(before), byCode(after), byCode(content)];
  const back = [...was].filter(
    ([code, promotion]) => bare(promotion) !== bare(left.get(code)) && bare(left.get(code)) === bare(now.get(code)),
  );
  const returning = new Map(back);
  return {
    ...content,
    promotions: [
      ...content.promotions.map((promotion) => returning.get(promotion.code) ?? promotion),
      ...back.filter(([code]) => !now.has(code)).map(([, promotion]) => promotion),
    ],
  };
};
