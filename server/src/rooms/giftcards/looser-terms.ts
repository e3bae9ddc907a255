import { isHigherBound } from '../../kernel/higher-bound.ts';
import type { TermsContent } from './terms.ts';

/** What new terms would loosen: which setting, what it was and what it would be. */
export type LooserTerm = { readonly setting: string; readonly before: string; readonly after: string };

/**
 * In what new terms of a code are looser than those in force: a PIN that is needed no more, numbers that tills may bring along, larger loads
 * and balances, a longer time in which a sale is undone, value that may be moved on. What customers are given longer or shorter is no rule
 * that keeps anybody out.
 */
export function looserTerms(before: TermsContent, after: TermsContent): readonly LooserTerm[] {
  const changes: (LooserTerm | false)[] = [
    before.pin === 'needed' && after.pin === 'none' && { setting: 'pin', before: before.pin, after: after.pin },
    !before.numbers && after.numbers && { setting: 'numbers', before: 'none', after: after.numbers.prefix },
    !before.transfer && after.transfer && { setting: 'transfer', before: 'false', after: 'true' },
    !before.reload && after.reload && { setting: 'reload', before: 'false', after: 'true' },
    ...(['loadMax', 'balanceMax'] as const).map(
      (setting) =>
        isHigherBound(before[setting], after[setting]) && {
          ...{ setting, before: before[setting] ?? 'none', after: after[setting] ?? 'none' },
        },
    ),
    after.voidHours > before.voidHours && {
      ...{ setting: 'voidHours', before: String(before.voidHours), after: String(after.voidHours) },
    },
  ].map((one) => one || false);
  return changes.filter((one) => one !== false);
}
