import { stepsOf } from './arithmetic.ts';

/** What limits left: a fact of the receipt. */
export type PlainRooms = readonly (readonly [promotion: string, limit: string, room: bigint])[];

/** A promotion of the frozen version as it was published, as far as it is read here. */
export type PlainPromotion = {
  readonly code: string;
  readonly version?: number | undefined;
  readonly group?: string | undefined;
  readonly funding?: string | undefined;
  readonly limits?: readonly PlainLimit[] | undefined;
  readonly conditions?: readonly { readonly kind: string; readonly params?: unknown }[] | undefined;
  readonly stop?: boolean | undefined;
  readonly excludes?: readonly string[] | undefined;
  readonly stacking?: string | undefined;
  readonly effects: readonly {
    readonly kind: string;
    readonly version: number;
    readonly wallet?: string | undefined;
    readonly params?: unknown;
    readonly cap?: string | undefined;
    readonly overCap?: string | undefined;
  }[];
};

type PlainLimit = {
  readonly per: string;
  readonly of: string;
  readonly max: string;
  readonly period?: string | { readonly days: number } | undefined;
  readonly over: string;
  readonly budget?: string | undefined;
};

/** The frozen version: what was published. */
export type PlainVersion = {
  readonly groups?:
    | readonly { readonly code: string; readonly evaluate: string; readonly scope?: string | undefined }[]
    | undefined;
  readonly caps?:
    | readonly (Omit<PlainLimit, 'of' | 'budget'> & {
        readonly code: string;
        readonly wallet: string;
        readonly except?: readonly string[] | undefined;
      })[]
    | undefined;
  readonly promotions: readonly PlainPromotion[];
};

/** A promotion with what the rulebook caps for all, as limits that they share. */
export const capped = ({ caps = [] }: PlainVersion, promotion: PlainPromotion): PlainPromotion => {
  const own = caps.filter(
    ({ wallet, except }) =>
      promotion.effects.some((effect) => effect.wallet === wallet) && !except?.includes(promotion.code),
  );
  if (own.length === 0) return promotion;
  const shared = own.map(({ code, per, max, period, over }) => ({
    per,
    of: 'points',
    max,
    period,
    over,
    budget: code,
  }));
  return { ...promotion, limits: [...(promotion.limits ?? []), ...shared] };
};

type Room = { readonly of: string; readonly rejects: boolean; readonly room: bigint | undefined };

const keyOf = ({ per, of, period = 'ever', budget }: PlainLimit): string => {
  if (per === 'receipt') return [per, of, ...(budget === undefined ? [] : [budget])].join('.');
  const span = typeof period === 'object' ? `${period.days}days` : period;
  return [per, of, span, ...(budget === undefined ? [] : [budget])].join('.');
};

/** What each limit of a promotion leaves; undefined: as much as is wanted, since nothing was counted then. */
const roomsOf = (
  { code, limits = [], funding }: PlainPromotion,
  rooms: PlainRooms | undefined,
  decimals: number,
): Room[] => {
  const kept = (key: string): bigint | undefined =>
    rooms && (rooms.find(([promotion, limit]) => promotion === code && limit === key)?.[2] ?? 0n);
  return [
    ...limits.map((limit): Room => ({
      of: limit.of,
      rejects: limit.over === 'reject',
      room: limit.per === 'receipt' && limit.budget === undefined ? stepsOf(limit.max, decimals) : kept(keyOf(limit)),
    })),
    ...(funding === undefined ? [] : [{ of: 'points', rejects: true, room: kept(`contract.${funding}`) }]),
  ];
};

/**
 * How much of an amount the limits of a promotion let through, when it has given so much already; undefined when it may not act at all.
 */
export const letThrough = (
  promotion: PlainPromotion,
  of: 'points' | 'money',
  amount: bigint,
  asked: { readonly before: bigint; readonly decimals: number; readonly rooms: PlainRooms | undefined },
): bigint | undefined => {
  let through = amount;
  for (const one of roomsOf(promotion, asked.rooms, asked.decimals)) {
    if (one.room === undefined) continue;
    if (one.of === 'uses' && one.room < 1n) return undefined;
    if (one.of !== of || one.room >= asked.before + through) continue;
    if (one.rejects) return undefined;
    through = one.room > asked.before ? one.room - asked.before : 0n;
  }
  return through;
};

/** Whether promotions contend for lines: then lines may be missing from what it gives. */
export const contendsForLines = ({ groups = [] }: PlainVersion, { group }: PlainPromotion): boolean => {
  const known = groups.find(({ code }) => code === group);
  return known !== undefined && known.evaluate !== 'stack' && known.scope === 'line';
};

/** What of the frozen version is not what a rule says that it was told; undefined when all is. */
export const frozenAgainst = (
  promotion: PlainPromotion | undefined,
  told: { readonly version?: number | undefined },
  rule: {
    readonly effect: number;
    readonly kind: string;
    readonly version: number;
    readonly params: object;
    readonly cap?: string | undefined;
  },
): { readonly told: string; readonly computed: string } | undefined => {
  const effect = promotion?.effects[rule.effect];
  if (promotion === undefined || effect === undefined) return { told: 'it acted', computed: 'not in the version' };
  const number = promotion.version ?? 1;
  if (told.version !== undefined && told.version !== number)
    return { told: `version ${told.version}`, computed: `version ${number}` };
  const [is, was] = [`${rule.kind} ${rule.version}`, `${effect.kind} ${effect.version}`];
  if (is !== was) return { told: is, computed: was };
  if (rule.cap !== effect.cap) return { told: `cap ${rule.cap}`, computed: `cap ${effect.cap}` };
  // Defaults are filled in by the engine: what was published has to be in it, not the other way round.
  return contains(rule.params, effect.params ?? {})
    ? undefined
    : { told: JSON.stringify(rule.params), computed: JSON.stringify(effect.params) };
};

const contains = (whole: unknown, part: unknown): boolean => {
  if (typeof part !== 'object' || part === null) return whole === part;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([key, value]) => contains((whole as Record<string, unknown>)[key], value));
};
