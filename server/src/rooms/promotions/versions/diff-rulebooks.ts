import { rulebookContentSchema } from '../rulebook.ts';
import type { PromotionContent, RulebookContent } from '../rulebook.ts';

/** One field that is otherwise: its place in the promotion, `effects[0].params.step`; absent is undefined. */
export type FieldChange = { readonly path: string; readonly before?: unknown; readonly after?: unknown };

/** What is otherwise between two rulebooks, as data. */
export type RulebookDiff = {
  /** Of the rulebook itself: earn base, groups, caps. */
  readonly settings: readonly FieldChange[];
  readonly added: readonly PromotionContent[];
  readonly removed: readonly PromotionContent[];
  readonly changed: readonly {
    readonly code: string;
    readonly fields: readonly FieldChange[];
    /** Changes beyond FIELDS_MAX are counted only: nobody reads them one by one. */
    readonly more: number;
    readonly before: PromotionContent;
    readonly after: PromotionContent;
  }[];
};

export const FIELDS_MAX = 200;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const walk = (before: unknown, after: unknown, path: string, found: FieldChange[]): void => {
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let i = 0; i < Math.max(before.length, after.length); i++) walk(before[i], after[i], `${path}[${i}]`, found);
    return;
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    for (const key of keys) walk(before[key], after[key], path === '' ? key : `${path}.${key}`, found);
    return;
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  found.push({ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) });
};

const fieldsBetween = (before: unknown, after: unknown): FieldChange[] => {
  const found: FieldChange[] = [];
  walk(before, after, '', found);
  return found;
};

// The version of a promotion is given by publishing and the units by settings: neither is anybody's change.
const bare = ({ version: _version, ...promotion }: PromotionContent): PromotionContent => promotion;

/**
 * What is otherwise in `after`. Defaults count as said, so that writing one out changes nothing. Undefined where one of
 * the two has not the form of a rulebook.
 */
export const diffRulebooks = (before: unknown, after: unknown): RulebookDiff | undefined => {
  const [one, other] = [rulebookContentSchema.safeParse(before), rulebookContentSchema.safeParse(after)];
  if (!one.success || !other.success) return undefined;
  const promotionsOf = ({ promotions }: RulebookContent): Map<string, PromotionContent> =>
    new Map(promotions.map((promotion) => [promotion.code, bare(promotion)]));
  const [was, is] = [promotionsOf(one.data), promotionsOf(other.data)];
  const settingsOf = ({ earnBase = 'net_of_points', groups = [], caps = [] }: RulebookContent): object => ({
    ...{ earnBase, groups },
    ...(caps.length > 0 && { caps }),
  });
  const changed = [...is].flatMap(([code, promotion]) => {
    const earlier = was.get(code);
    if (earlier === undefined) return [];
    const fields = fieldsBetween(earlier, promotion);
    if (fields.length === 0) return [];
    const shown = fields.slice(0, FIELDS_MAX);
    return [{ code, fields: shown, more: fields.length - shown.length, before: earlier, after: promotion }];
  });
  return {
    settings: fieldsBetween(settingsOf(one.data), settingsOf(other.data)),
    added: [...is.values()].filter(({ code }) => !was.has(code)),
    removed: [...was.values()].filter(({ code }) => !is.has(code)),
    changed,
  };
};

/** True where nothing is otherwise. */
export const isNoDiff = ({ settings, added, removed, changed }: RulebookDiff): boolean =>
  settings.length + added.length + removed.length + changed.length === 0;
