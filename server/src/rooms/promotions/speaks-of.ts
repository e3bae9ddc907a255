import type { Instant } from '../../kernel/instant.ts';
import type { RulebookContent } from './rulebook.ts';
import type { Published } from './shelf.ts';

/** Something that is said of a member by others than tills: a list that he stands on, an attribute or a tier of his. */
export type MemberFact = { readonly of: 'segment' | 'attribute' | 'tier'; readonly name: string };

/** What a rulebook makes of a fact: the promotions that want it, and whether some may also act because it is not so. */
export type FactRead = { readonly promotions: readonly string[]; readonly isByAbsence: boolean };

type Condition = RulebookContent['promotions'][number]['conditions'][number];

const WORDS: Readonly<Record<MemberFact['of'], RegExp>> = {
  segment: /segments/,
  attribute: /attributes/,
  tier: /tier/,
};

/** An attribute that is named as it stands: `attributes["pet"]`, `attributes.pet`. What has an escape in it is left for the word alone. */
const ATTRIBUTE = /attributes\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*\])/g;

/** Whether a free condition may ask for it: where it names what it asks for, only that; else all of its sort. */
const mayAsk = ({ of, name }: MemberFact, when: string): boolean => {
  if (of !== 'attribute') return WORDS[of].test(when);
  const own = when.replaceAll('occasion.attributes', '');
  const named = [...own.matchAll(ATTRIBUTE)].map(([, ...names]) => names.find((one) => one !== undefined));
  return named.includes(name) || WORDS.attribute.test(own.replaceAll(ATTRIBUTE, ''));
};

/** What conditions on members say, whichever they are. */
type Said = {
  readonly segments?: readonly string[];
  readonly tiers?: readonly string[];
  readonly attribute?: string;
  readonly when?: string;
};

const readBy = ({ of, name }: MemberFact, { kind, params }: Condition): 'asks' | 'may_ask' | undefined => {
  const said = params as Said;
  switch (kind) {
    case 'segment-in':
      return of === 'segment' && said.segments?.includes(name) === true ? 'asks' : undefined;
    case 'tier-in':
      return of === 'tier' && said.tiers?.includes(name) === true ? 'asks' : undefined;
    case 'attribute-is':
    case 'attribute-between':
      return of === 'attribute' && said.attribute === name ? 'asks' : undefined;
    case 'expression':
      // It may ask whether something is not so.
      return mayAsk({ of, name }, said.when ?? '') ? 'may_ask' : undefined;
    default:
      return undefined;
  }
};

/**
 * What the rulebook in force and those that are scheduled behind it make of a fact about members; undefined where nobody asks for it. A free
 * condition that speaks of segments or tiers at all counts as asking for each of them. A promotion that has run its time counts as
 * long as it stands there: receipts may come late.
 */
export function speaksOf(published: readonly Published[], now: Instant, fact: MemberFact): FactRead | undefined {
  const inForce = published.findLastIndex(({ inForceFrom }) => inForceFrom <= now);
  const found = published.slice(Math.max(inForce, 0)).flatMap(({ ready }) =>
    ready().content.promotions.flatMap(({ code, conditions }) => {
      const reads = conditions.flatMap((one) => readBy(fact, one) ?? []);
      return reads.length === 0 ? [] : [{ code, isByAbsence: reads.includes('may_ask') }];
    }),
  );
  if (found.length === 0) return undefined;
  return {
    promotions: [...new Set(found.map(({ code }) => code))].sort(),
    isByAbsence: found.some(({ isByAbsence }) => isByAbsence),
  };
}
