import { z } from 'zod';
import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { ActivationDelay, Validity } from '../../kernel/validity.ts';
import type { Basket, RareFact } from './basket.ts';
import type { CouponsAsked } from './coupons-asked.ts';
import type { Counting, Selection } from './facts.ts';
import type { BoundCondition, BoundEffect } from './kind.ts';
import type { BoundLimit } from './limits/bound-limit.ts';
import type { BoundSignal } from './limits/bind-signals.ts';
import { CAPS_PER_RULEBOOK_MAX, capSchema } from './limits/cap.ts';
import { LIMITS_PER_PROMOTION_MAX, limitSchema } from './limits/limit-content.ts';
import { SIGNALS_PER_PROMOTION_MAX, signalSchema } from './limits/signal-content.ts';
import { newestVersion } from './kinds.ts';
import { earnBaseSchema } from './measure.ts';
import type { StreakPeriod } from './streak.ts';
import { OCCASION_NAME } from './occasion.ts';
import { activationSchema, dateText, quantityText, validitySchema } from './parameter.ts';

export const PROMOTIONS_PER_RULEBOOK_MAX = 10_000;
const CONDITIONS_PER_PROMOTION_MAX = 50;
const EFFECTS_PER_PROMOTION_MAX = 20;

const promotionCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is no code of small letters, digits and hyphens');
const kindName = { kind: z.string().max(64), version: z.int().min(1).optional() };

// Whoever names no version gets the newest; what was published has its versions written out, and keeps them.
const withVersion = <Part extends { readonly kind: string; readonly version?: number | undefined }>(
  part: Part,
): Part & { version: number } => ({ ...part, version: part.version ?? newestVersion(part.kind) });

const conditionSchema = z.strictObject({ ...kindName, params: z.unknown().default({}) }).transform(withVersion);

const effectFields = z.strictObject({
  ...kindName,
  /** Code of the wallet type that it pays into; only for what gives points, and there it must be. */
  wallet: z.string().min(1).max(64).optional(),
  params: z.unknown().default({}),
  /** The most it gives for one receipt, in points, or in money for a discount. */
  cap: quantityText.optional(),
  /** What is more than the cap is cut off, or the promotion does not act at all. */
  overCap: z.enum(['clip', 'reject']).optional(),
  activation: activationSchema.optional(),
  validity: validitySchema.optional(),
});
const effectSchema = effectFields.transform(withVersion);

const promotionSchema = z.strictObject({
  code: promotionCode,
  /** Given by publishing: it grows when the content of a code changes. */
  version: z.int().min(1).optional(),
  name: z.strictObject({ en: z.string().max(200), es: z.string().max(200) }).optional(),
  /** The occasion that it answers: `enrolment`, `birthday`, or one of the program's own. Purchases where left out. */
  on: z.string().regex(OCCASION_NAME, 'is no name of small letters, digits and hyphens').optional(),
  /** Lower goes first; then the earlier first day, then the code. */
  priority: z.int().min(0).max(1_000_000),
  /** First and last day, on the outlet's wall. */
  firstOn: dateText,
  lastOn: dateText.optional(),
  conditions: z.array(conditionSchema).max(CONDITIONS_PER_PROMOTION_MAX).default([]),
  effects: z.array(effectSchema).min(1).max(EFFECTS_PER_PROMOTION_MAX),
  /** When it grants anything, nothing after it is looked at. */
  stop: z.boolean().default(false),
  /** Promotions that never act on the same receipt with it: whichever comes first in order wins. */
  excludes: z.array(promotionCode).max(PROMOTIONS_PER_RULEBOOK_MAX).default([]),
  /** `never` does not go together with `common`, whichever comes first; `always` goes with all. Common where left out. */
  stacking: z.enum(['common', 'never', 'always']).optional(),
  /** Code of a group of the rulebook: what of it acts is decided by the group. */
  group: promotionCode.optional(),
  /** Code of the contract that pays for its points; the partner of the till issues them where left out. */
  funding: promotionCode.optional(),
  /** What it may be used, give or take off at most: by whom, in which period. */
  limits: z.array(limitSchema).max(LIMITS_PER_PROMOTION_MAX).optional(),
  /** What, at the hands of one cashier, till or outlet, is looked at after the sale. */
  signals: z.array(signalSchema).max(SIGNALS_PER_PROMOTION_MAX).optional(),
});

const GROUPS_MAX = 1_000;

/** Which promotions of a group act: all, the first in order, or the one that gives most or least; on the whole basket or line by line. */
const groupSchema = z.strictObject({
  code: promotionCode,
  evaluate: z.enum(['stack', 'first', 'highest', 'lowest']),
  scope: z.enum(['basket', 'line']).default('basket'),
});

const decimals = z.int().min(0).max(4);

/** The units that a rulebook counts in. Kept with it, so that it decides the same for ever, whatever settings become. */
const unitsSchema = z.strictObject({
  currency: z.strictObject({ code: z.string(), decimals }),
  wallets: z.record(z.string(), z.strictObject({ decimals })),
});

/** A rulebook as it is published: the whole of it, every time. `units` are filled in by publishing. */
export const rulebookContentSchema = z.strictObject({
  earnBase: earnBaseSchema.optional(),
  units: unitsSchema.optional(),
  groups: z.array(groupSchema).max(GROUPS_MAX).optional(),
  /** What all promotions together give at most. */
  caps: z.array(capSchema).max(CAPS_PER_RULEBOOK_MAX).optional(),
  promotions: z.array(promotionSchema).max(PROMOTIONS_PER_RULEBOOK_MAX),
});

export type RulebookUnits = z.output<typeof unitsSchema>;
export type RulebookInput = z.input<typeof rulebookContentSchema>;
export type RulebookContent = z.output<typeof rulebookContentSchema>;
export type PromotionContent = z.output<typeof promotionSchema>;
export type Group = z.output<typeof groupSchema>;
export type Stacking = NonNullable<PromotionContent['stacking']>;

/** One effect of a promotion, bound. `rule` is the part of the derivation that is the same for every receipt. */
export type PromotionEffect = {
  readonly bound: BoundEffect;
  /** Empty where it gives no points. */
  readonly wallet: string;
  readonly cap: bigint | undefined;
  readonly isRejectedOverCap: boolean;
  readonly activation: ActivationDelay | undefined;
  readonly validity: Validity | undefined;
  readonly rule: Rule;
};

/** What an effect was told, as plain data. */
export type Rule = {
  readonly effect: number;
  readonly kind: string;
  readonly version: number;
  readonly params: object;
  readonly cap?: string;
  /** Decimals of the currency and of the wallet's unit: they turn the decimal texts into smallest steps. */
  readonly decimals: { readonly money: number; readonly points: number };
};

/** A promotion ready to decide. */
export type Promotion = {
  /** Its place in the total order. */
  readonly order: number;
  readonly code: string;
  readonly version: number;
  /** The occasion that it answers; undefined for purchases. */
  readonly on: string | undefined;
  readonly firstOn: LocalDate;
  readonly lastOn: LocalDate | undefined;
  readonly conditions: readonly BoundCondition[];
  /** Those that outlet, partner, channel, day and tier do not settle. */
  readonly open: readonly BoundCondition[];
  readonly effects: readonly PromotionEffect[];
  /** Those that change what is to be paid, and the others. */
  readonly pricing: readonly PromotionEffect[];
  readonly earning: readonly PromotionEffect[];
  readonly stacking: Stacking;
  readonly group: Group | undefined;
  readonly limits: readonly BoundLimit[];
  /** No sale reads them: who counts after it does. */
  readonly signals: readonly BoundSignal[];
  readonly funding: string | undefined;
  readonly stop: boolean;
  /** The coupons without which it would not have acted. */
  readonly coupons: CouponsAsked;
  /** Codes that, once granted, keep this one out. */
  readonly excludedBy: ReadonlySet<string> | undefined;
};

/** A rulebook ready to decide: promotions in their total order. */
export type CompiledRulebook = {
  /** Those that purchases ask; what answers an occasion stands in a rulebook of its own, so that no sale ever looks at it. */
  readonly promotions: readonly Promotion[];
  /** By the name of an occasion: what answers it. */
  readonly occasions: ReadonlyMap<string, CompiledRulebook>;
  readonly selections: readonly Selection[];
  readonly countings: readonly Counting[];
  /** The promotions that can fire for this outlet, partner, channel, day and tier, in order. */
  readonly candidates: (basket: Basket) => readonly Promotion[];
  readonly byCode: (code: string) => Promotion | undefined;
  /** True when something in it changes what is to be paid. */
  readonly hasPricing: boolean;
  /** True when something in it has limits; and when some of these count for members or cards. */
  readonly hasLimits: boolean;
  readonly countsForOwners: boolean;
  /** The rare facts that something in it reads. */
  readonly reads: ReadonlySet<RareFact>;
  /** Periods whose purchases in a row something in it asks for. */
  readonly streaks: readonly StreakPeriod[];
};

/** A published rulebook. Number 0, version 0 is the empty one, in force where nothing was published. */
export type Rulebook = CompiledRulebook & {
  readonly rulebook: number;
  readonly tenant: number;
  readonly program: number;
  readonly version: number;
  readonly inForceFrom: Instant;
  readonly content: RulebookContent;
};
