// Tiers: how members of a program rise and fall, where a member stands, and what changed.

import { z } from 'zod';
import { idText, instantText, page, pageQuery, quantityText } from './common.ts';
import { codeSchema } from './programs.ts';

const memberId = idText('mem');
const PERIODS = ['month', 'quarter', 'half_year', 'year'] as const;

const LEVELS_MAX = 20;
const BENEFITS_MAX = 30;
const DAYS_MAX = 366;

const benefits = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/), z.union([z.string().max(500), z.number(), z.boolean()]))
  .refine((bag) => Object.keys(bag).length <= BENEFITS_MAX, `No more than ${BENEFITS_MAX} benefits`)
  .meta({
    description: 'Facts for whoever serves the member: flat text, numbers, true or false.',
    type: 'object',
    maxProperties: BENEFITS_MAX,
    additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
    example: { freeDelivery: true, lounge: 'first' },
  });

const levelSchema = z
  .strictObject({
    code: codeSchema,
    name: z.string().trim().min(1).max(100),
    threshold: quantityText
      .optional()
      .describe(
        'What must be counted, in the unit of the metric. Zero: everybody has it. Left out: only given by hand.',
      ),
    isKept: z.boolean().optional().describe('Who has it keeps it, whatever is counted'),
    benefits: benefits.optional(),
  })
  .meta({ id: 'TierLevel' });

const countsSchema = z
  .strictObject({
    wallets: z
      .array(codeSchema)
      .max(20)
      .optional()
      .describe('Wallets whose grants qualify, or whose balance counts; all of one unit'),
    exceptPromotions: z
      .array(z.string().min(1).max(64))
      .max(200)
      .optional()
      .describe('Promotions whose grants do not qualify'),
    exceptCategories: z
      .array(z.string().min(1).max(200))
      .max(200)
      .optional()
      .describe('Categories (a prefix of the tree) whose lines are no spend'),
    pending: z
      .boolean()
      .default(true)
      .describe('False: points count when they become active, not when they are earned'),
    spend: z.enum(['net', 'net_of_points']).default('net_of_points').describe('Spend with or without what points paid'),
  })
  .meta({ id: 'TierCounts', description: 'What of a receipt counts.' });

const windowSchema = z
  .union([
    z.strictObject({ per: z.enum([...PERIODS, 'anniversary']) }),
    z.strictObject({ days: z.int().min(1).max(DAYS_MAX) }),
  ])
  .describe('A period of the calendar, a year from enrolment to enrolment, or the last so many days');

const validitySchema = z
  .union([
    z.enum(['end_of_period', 'end_of_next_period']),
    z.strictObject({ days: z.int().min(1).max(3_660) }),
    z.strictObject({ months: z.int().min(1).max(120) }),
    z.strictObject({ years: z.int().min(1).max(10) }),
  ])
  .describe('How long a level holds that was reached');

const contentFields = {
  levels: z.array(levelSchema).min(1).max(LEVELS_MAX).describe('The lowest first'),
  metric: z.enum(['earned', 'spend', 'visits', 'balance']),
  counts: countsSchema.default({ pending: true, spend: 'net_of_points' }),
  window: windowSchema,
  start: z.enum(['immediate', 'next_period']).default('immediate'),
  validity: validitySchema,
  grace: z
    .strictObject({ days: z.int().min(0).max(DAYS_MAX), roundTo: z.enum(PERIODS).optional() })
    .optional()
    .describe('How long after its end a level is still held, and to the end of which period that is rounded up'),
  downgrade: z.enum(['none', 'one_step', 'full']).default('full'),
  purchaseTier: z
    .enum(['before', 'after'])
    .default('before')
    .describe('By which tier a purchase earns: the one before it, or the one that it leads to'),
  returns: z
    .enum(['reevaluate', 'keep'])
    .default('reevaluate')
    .describe('What a return does to a tier that its purchase had led to'),
  onChange: z
    .enum(['upgrade_only', 'recompute'])
    .default('upgrade_only')
    .describe('What these rules do to members when they take force'),
};

export const tierRulesInputSchema = z
  .strictObject({
    ...contentFields,
    inForceFrom: instantText.optional().describe('Now when left out; only the first rules may take force in the past'),
    version: z
      .int()
      .min(1)
      .optional()
      .describe('The version that these rules are to be, to be sure that nobody came between'),
  })
  .meta({ id: 'NewTierRules' });

export const tierRulesSchema = z
  .strictObject({ program: codeSchema, version: z.int().min(1), inForceFrom: instantText, ...contentFields })
  .meta({ id: 'TierRules' });

export const tierRulesListSchema = z.strictObject({ items: z.array(tierRulesSchema) }).meta({ id: 'TierRulesList' });

export const tierProgramPathSchema = z.strictObject({ program: codeSchema });
export const memberTierPathSchema = z.strictObject({ member: memberId, program: codeSchema });
export const tierChangesQuerySchema = pageQuery;

const goalSchema = z
  .strictObject({
    tier: codeSchema,
    threshold: quantityText,
    missing: quantityText.describe('What must be counted yet; 0 where it is there already'),
    by: instantText.optional().describe('Until when; absent where the window moves along'),
    holdsUntil: instantText.describe('Until when the tier holds, were it reached now'),
  })
  .meta({ id: 'TierGoal' });

export const memberTierSchema = z
  .strictObject({
    program: codeSchema,
    tier: codeSchema.optional().describe('Absent: none'),
    name: z.string().optional(),
    benefits,
    since: instantText.optional(),
    until: instantText.optional().describe('Until when it holds whatever comes; absent where nothing ends it'),
    graceUntil: instantText.optional().describe('The level has ended, and is left then unless it is reached again'),
    byHand: z
      .strictObject({ reason: z.string(), until: instantText.optional() })
      .optional()
      .describe('A person gave it; it stands before what was counted'),
    metric: contentFields.metric,
    unit: z.string().describe('Code of the unit in which is counted, or `visits`'),
    counted: quantityText.describe('In the window of this moment'),
    countedSince: instantText.optional(),
    keep: goalSchema.optional().describe('What keeps the tier'),
    next: goalSchema.optional().describe('What is missing to the next one'),
    asOf: instantText,
  })
  .meta({ id: 'MemberTier' });

export const tierChangePageSchema = page(
  z
    .strictObject({
      operation: idText('op'),
      from: codeSchema.optional().describe('Absent: none'),
      to: codeSchema.optional().describe('Absent: none'),
      since: instantText.describe('From when it holds'),
      toldAt: instantText.describe('When it was found out'),
      because: z.enum(['reached', 'ended', 'returned', 'counted_late', 'rules_changed', 'given_by_hand', 'hand_ended']),
      reason: z.string().optional().describe('Of a tier given by hand'),
    })
    .meta({ id: 'TierChange' }),
).meta({ id: 'TierChangePage' });
