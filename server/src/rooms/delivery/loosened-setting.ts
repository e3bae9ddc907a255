import type { DeliverySetting } from './setting.ts';

/** What another setting would loosen: which word of it, what it was and what it would be. */
export type LoosenedWord = { readonly setting: string; readonly before: string; readonly after: string };

type Guarding = 'dynamicCodes' | 'secondPhone' | 'linkHours' | 'publicUrl';

/**
 * In what a setting opens cards on phones further than the one before it: numbers that anybody may have copied pay again in place of codes
 * of a minute, a card goes to a second phone, links are good for longer, or they lead to another address, which sees the secret of whoever
 * follows one. How cards look keeps nobody out.
 */
export function loosenedSetting(before: DeliverySetting, after: DeliverySetting): readonly LoosenedWord[] {
  const change = (setting: Guarding, isLooser: boolean): readonly LoosenedWord[] =>
    isLooser ? [{ setting, before: String(before[setting]), after: String(after[setting]) }] : [];
  return [
    ...change('dynamicCodes', before.dynamicCodes && !after.dynamicCodes),
    ...change('secondPhone', before.secondPhone === 'refuse' && after.secondPhone === 'transfer'),
    ...change('linkHours', after.linkHours > before.linkHours),
    ...change('publicUrl', after.publicUrl !== before.publicUrl),
  ];
}
