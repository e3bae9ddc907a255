import { z } from 'zod';
import { instantText, localDateText, page } from './common.ts';
import { codeSchema } from './programs.ts';

const text = z.strictObject({ en: z.string(), es: z.string() });
const kindName = {
  kind: z.string().max(64).describe('Code of a kind, see `GET /v1/promotion-kinds`'),
  version: z.number().int().min(1).optional().describe('Version of the kind; the newest when left out'),
};
const params = z.record(z.string(), z.unknown()).optional().describe('As the kind describes them');
const decimal = z.string().max(21);
const span = z.union([
  z.strictObject({ days: z.number().int() }),
  z.strictObject({ months: z.number().int() }),
  z.strictObject({ years: z.number().int() }),
]);

export const promotionSchema = z
  .strictObject({
    code: z.string().max(63).describe('Small letters, digits and hyphens; the same promotion in every rulebook'),
    version: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Given by publishing: grows when the content of the code changes'),
    name: text.optional(),
    on: z
      .string()
      .max(63)
      .optional()
      .describe(
        'The occasion that it answers: `enrolment`, `birthday`, or a name of your own; purchases when left out',
      ),
    priority: z.number().int().min(0).describe('Lower goes first; then the earlier first day, then the code'),
    firstOn: localDateText.describe("First day, on the outlet's wall"),
    lastOn: localDateText.optional().describe('Last day; it belongs to the promotion'),
    conditions: z
      .array(z.strictObject({ ...kindName, params }))
      .optional()
      .describe('All of them must hold'),
    effects: z.array(
      z.strictObject({
        ...kindName,
        wallet: z
          .string()
          .max(64)
          .optional()
          .describe('Code of the wallet type that it pays into; only for what gives points, and there it must be'),
        params,
        cap: decimal.optional().describe('The most it gives for one receipt, in points, or in money for a discount'),
        overCap: z
          .enum(['clip', 'reject'])
          .optional()
          .describe('What is more than the cap is cut off (so where left out), or the promotion does not act at all'),
        activation: z
          .union([z.literal('none'), z.strictObject({ hours: z.number().int() }), span])
          .optional()
          .describe("How long the points wait before they can be spent; the wallet type's own where left out"),
        validity: z
          .union([
            z.literal('never'),
            z.strictObject({ fixedOn: localDateText }),
            z.strictObject({
              after: span,
              roundTo: z.enum(['day', 'month', 'quarter', 'half_year', 'year']).exactOptional(),
            }),
          ])
          .optional()
          .describe("How long the points are valid; the wallet type's own where left out"),
      }),
    ),
    stop: z.boolean().optional().describe('When it grants anything, nothing after it is looked at'),
    excludes: z
      .array(z.string())
      .optional()
      .describe('Promotions that never act on one receipt with it; the one that comes first wins'),
    stacking: z
      .enum(['common', 'never', 'always'])
      .optional()
      .describe('`never` does not go together with `common`; `always` goes with all; `common` when left out'),
    group: z.string().max(63).optional().describe('Code of a group of the rulebook'),
    funding: z
      .string()
      .max(63)
      .optional()
      .describe(
        'Code of the funding contract that pays for its points; the partner of the till issues them when left out',
      ),
    limits: z
      .array(
        z.strictObject({
          per: z
            .enum([
              'receipt',
              'member',
              'card',
              'outlet',
              'program',
              'cashier',
              'terminal',
              'device',
              'address',
              'staff',
            ])
            .describe(
              'For whom it counts. `outlet` and `program` are budgets that all tills share. By cashier, terminal, device, address or staff ' +
                'it is refused: those are signals, not conditions',
            ),
          of: z
            .enum(['uses', 'points', 'money'])
            .describe('Receipts it acts on, points it gives, or money it takes off'),
          max: decimal,
          period: z
            .union([
              z.enum(['day', 'week', 'month', 'quarter', 'year', 'ever']),
              z.strictObject({ days: z.number().int().min(1).max(366) }),
            ])
            .optional()
            .describe(
              "Of the program's calendar, weeks from Monday; or so many days up to the sale's. `ever` when left out",
            ),
          over: z
            .enum(['clip', 'reject'])
            .describe('What is more than it leaves is cut off, or the promotion does not act at all'),
          budget: z
            .string()
            .max(40)
            .optional()
            .describe(
              'Name of a budget that several promotions use together, each saying the same of it; only for `outlet` and `program`',
            ),
        }),
      )
      .max(20)
      .optional()
      .describe('What it may be used, give or take off at most'),
    signals: z
      .array(
        z.strictObject({
          per: z
            .enum(['cashier', 'terminal', 'outlet'])
            .describe('At whose hands it counts; a cashier counts at each outlet by himself'),
          of: z
            .enum(['uses', 'points', 'money'])
            .describe('Receipts it acts on, points it gives, or money it takes off'),
          max: decimal.describe('More than this raises it'),
          period: z
            .union([
              z.enum(['day', 'week', 'month', 'quarter', 'year', 'ever']),
              z.strictObject({ days: z.number().int().min(1).max(366) }),
              z.strictObject({ hours: z.number().int().min(1).max(24) }),
              z.strictObject({ minutes: z.number().int().min(1).max(1_440) }),
            ])
            .describe(
              'Of business days of the outlet, weeks from Monday; or any so many days, hours or minutes in a row. `ever` is refused',
            ),
          action: z
            .enum(['flag', 'review', 'hold'])
            .describe(
              'It is told; or somebody has to look at it; or, besides, the points of those receipts are frozen until he has. A hold reaches ' +
                'back over 31 days at most',
            ),
          time: z
            .enum(['purchase', 'arrival'])
            .optional()
            .describe(
              'By which clock its days are counted: that of the purchase (so where left out), so that what comes late counts on its day; or ' +
                'that of the arrival, of online receipts alone',
            ),
          each: z
            .literal('member')
            .optional()
            .describe('Each member is counted by himself at those hands; all together where left out'),
        }),
      )
      .max(20)
      .optional()
      .describe('What is looked at after the sale, by cashier, till or outlet. It never stops or changes a sale'),
  })
  .meta({ id: 'Promotion', description: 'Conditions and effects from the list of kinds.' });

const promotions = z.array(promotionSchema).max(10_000);
const groups = z
  .array(
    z.strictObject({
      code: z.string().max(63),
      evaluate: z
        .enum(['stack', 'first', 'highest', 'lowest'])
        .describe('Which of the group act: all, the first in order, or the one that gives most or least'),
      scope: z
        .enum(['basket', 'line'])
        .optional()
        .describe('For the whole basket, or line by line; `basket` when left out'),
    }),
  )
  .max(1_000);
const caps = z
  .array(
    z.strictObject({
      code: z.string().max(40).describe('Goes on counting under this name in later versions'),
      wallet: z.string().max(64).describe('Code of the wallet type whose points it counts'),
      per: z.enum(['receipt', 'member', 'card']),
      max: decimal,
      period: z
        .union([
          z.enum(['day', 'week', 'month', 'quarter', 'year', 'ever']),
          z.strictObject({ days: z.number().int().min(1).max(366) }),
        ])
        .optional()
        .describe("Of the program's calendar; `ever` when left out. A receipt has none"),
      over: z
        .enum(['clip', 'reject'])
        .describe('What is more is cut off, or the promotion that would pass it does not act'),
      except: z.array(z.string()).max(1_000).optional().describe('Promotions that it does not count'),
    }),
  )
  .max(20)
  .describe('The most that all promotions together give into a wallet');
const earnBase = z
  .enum(['gross', 'net', 'net_of_points', 'net_of_gift_cards'])
  .describe(
    'What counts as spent where a promotion does not say: before discounts, after them, without what points pay, or without ' +
      'what gift cards pay too',
  );

export const rulebookInputSchema = z
  .strictObject({
    version: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('The version that this is to be; refused if somebody came between'),
    inForceFrom: instantText
      .optional()
      .describe('Now when left out. Only the first rulebook of a program may say a past one'),
    earnBase: earnBase.optional(),
    groups: groups.optional(),
    caps: caps.optional(),
    promotions,
  })
  .meta({
    id: 'NewRulebook',
    description: 'The whole rulebook, every time. Publishing the same again changes nothing.',
  });

const head = {
  version: z.number().int().describe('1, 2, 3 … without gap in each program'),
  inForceFrom: z.string().meta({ format: 'date-time' }),
  publishedAt: z.string().meta({ format: 'date-time' }),
  digest: z.string().describe('SHA-256 of its content in canonical JSON, hexadecimal'),
};

export const rulebookHeadSchema = z
  .strictObject({ ...head, promotions: z.number().int().describe('How many promotions it has') })
  .meta({ id: 'RulebookHead', description: 'A published rulebook without its content.' });

export const rulebookSchema = z
  .strictObject({
    ...head,
    earnBase,
    units: z
      .strictObject({
        currency: z.strictObject({ code: z.string(), decimals: z.number().int() }),
        wallets: z.record(z.string(), z.strictObject({ decimals: z.number().int() })),
      })
      .describe('The units that it counts in, as they were when it was published'),
    groups: groups.optional(),
    caps: caps.optional(),
    promotions,
    sentences: z.array(text).describe('Each promotion in words, in the order of the list'),
  })
  .meta({ id: 'Rulebook', description: 'A published rulebook: immutable, and kept for ever.' });

export const rulebookPageSchema = page(rulebookHeadSchema);
export const rulebookProgramPathSchema = z.strictObject({ program: codeSchema });
export const rulebookPathSchema = z.strictObject({
  program: codeSchema,
  version: z.coerce.number().int().min(1).max(2_147_483_647),
});

export const promotionKindSchema = z
  .strictObject({
    code: z.string(),
    version: z.number().int(),
    role: z.enum(['condition', 'effect']),
    text: text.describe('What it does, with `{placeholders}` for its parameters'),
    params: z.record(z.string(), z.unknown()).describe('JSON Schema of its parameters'),
    example: z.record(z.string(), z.unknown()).describe('Parameters that work'),
    sentence: text.describe('The text with the parameters of the example'),
    undo: text.optional().describe('What a return does'),
  })
  .meta({ id: 'PromotionKind', description: 'A kind of condition or effect, in one of its versions.' });

export const promotionKindListSchema = z.strictObject({ items: z.array(promotionKindSchema) });

export const budgetSchema = z
  .strictObject({
    promotion: z.string(),
    name: z.string().optional().describe('Of a budget that several promotions share'),
    promotions: z.array(z.string()).optional().describe('Those that share it'),
    per: z.enum(['outlet', 'program']),
    outlet: codeSchema.optional(),
    of: z.enum(['uses', 'points', 'money']),
    firstOn: localDateText.optional().describe('First day of its period; absent for one without end'),
    lastOn: localDateText.optional(),
    budget: z.string(),
    spent: z.string().describe('Given, less what returns have given back'),
    reserved: z.string().describe('Kept by quotes that have not lapsed'),
    left: z.string(),
    endsOn: localDateText
      .optional()
      .describe(
        'The day on which it is used up if it goes on as since the first day; absent where it lasts the period',
      ),
  })
  .meta({ id: 'Budget', description: 'A shared limit of a promotion in one of its periods.' });

export const budgetListSchema = z.strictObject({ items: z.array(budgetSchema) });
