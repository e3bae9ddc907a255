import type { z } from 'zod';
import type { draftHeadSchema, draftSchema, rulebookDiffSchema } from '../../../../../../contract/rulebook-versions.ts';
import { isoFromInstant } from '../../../../kernel/instant.ts';
import { factsOfProblem } from '../../bench.ts';
import { promotionText } from '../../explain.ts';
import { fillText } from '../../language.ts';
import { promotionsRefusals } from '../../refusals.ts';
import type { PromotionContent } from '../../rulebook.ts';
import { rulebookContentSchema } from '../../rulebook.ts';
import type { Draft, RulebookDiff } from '../index.ts';
import type { CheckedDraft } from '../save-draft.ts';

const head = ({ name, revision, base, changedAt }: Draft) => ({
  ...{ name, revision, base },
  changedAt: isoFromInstant(changedAt),
});

const sizeOf = ({ content }: Draft): number => {
  const { promotions } = content as { readonly promotions?: unknown };
  return Array.isArray(promotions) ? promotions.length : 0;
};

/** The draft without its content. */
export const draftHeadBody = (draft: Draft): z.input<typeof draftHeadSchema> => ({
  ...head(draft),
  promotions: sizeOf(draft),
});

const inWords = (promotion: PromotionContent): { en: string; es: string } => ({
  en: promotionText(promotion, 'en'),
  es: promotionText(promotion, 'es'),
});

/** The draft as the API shows it: with its problems in words, or its promotions in words. */
export const draftBody = ({ draft, problems }: CheckedDraft): z.input<typeof draftSchema> => {
  const parsed = problems.length === 0 ? rulebookContentSchema.safeParse(draft.content) : undefined;
  return {
    ...head(draft),
    content: draft.content,
    problems: problems.map((problem) => {
      const { code, place, what } = problem;
      const { text } = promotionsRefusals[code];
      const facts = factsOfProblem(problem, problems.length);
      return { code, place, what, text: { en: fillText(text, 'en', facts), es: fillText(text, 'es', facts) } };
    }),
    sentences: parsed?.success === true ? parsed.data.promotions.map(inWords) : [],
  };
};

// What a half-written promotion would say can only be said when its parameters are right.
const inWordsOrCode = (promotion: PromotionContent): { en: string; es: string } => {
  try {
    return inWords(promotion);
  } catch {
    return { en: promotion.code, es: promotion.code };
  }
};

/** The diff as the API shows it. */
export const diffBody = (before: number, diff: RulebookDiff): z.input<typeof rulebookDiffSchema> => {
  const told = (promotion: PromotionContent) => ({ code: promotion.code, text: inWordsOrCode(promotion) });
  return {
    before,
    settings: [...diff.settings],
    added: diff.added.map(told),
    removed: diff.removed.map(told),
    changed: diff.changed.map((one) => ({
      ...{ code: one.code, fields: [...one.fields], more: one.more },
      ...{ before: inWordsOrCode(one.before), after: inWordsOrCode(one.after) },
    })),
  };
};
