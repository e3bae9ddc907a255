import { z } from 'zod';
import { clientReference, instantText, page } from './common.ts';
import { codeSchema } from './programs.ts';
import { promotionSchema, rulebookHeadSchema } from './promotions.ts';

const text = z.strictObject({ en: z.string(), es: z.string() });
const revision = z.number().int().min(0).max(2_147_483_647);
const reason = z.string().min(1).max(500).optional().describe('Why; stands in the audit chain');
const draftName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Small letters, digits and hyphens')
  .describe('Name of the draft in its program');

export const problemSchema = z
  .strictObject({
    code: z.string().describe('The refusal that publishing would answer'),
    place: z.string().describe('Where: `promotions[3].effects[0].params.step`'),
    what: z.string(),
    text,
  })
  .meta({ id: 'RulebookProblem', description: 'Something wrong in a rulebook, with its place.' });

const draftHead = {
  name: draftName,
  revision: revision.describe('Grows with every save; say it when you save, so that nobody is overwritten'),
  base: z.number().int().describe('The published version when it was saved; 0 for none'),
  changedAt: z.string().meta({ format: 'date-time' }),
};

export const draftHeadSchema = z
  .strictObject({ ...draftHead, promotions: z.number().int().describe('How many promotions it has') })
  .meta({ id: 'RulebookDraftHead', description: 'A draft without its content.' });

export const draftSchema = z
  .strictObject({
    ...draftHead,
    content: z.record(z.string(), z.unknown()).describe('As it was saved: a rulebook, right or not yet'),
    problems: z
      .array(problemSchema)
      .describe('What publishing would refuse now, each at its place; empty when it may go'),
    sentences: z.array(text).describe('Each promotion in words; empty while there are problems'),
  })
  .meta({ id: 'RulebookDraft', description: 'A rulebook that is being written.' });

export const draftPageSchema = page(draftHeadSchema);
export const draftPathSchema = z.strictObject({ program: codeSchema, draft: draftName });

export const draftInputSchema = z
  .strictObject({
    revision: revision.default(0).describe('The revision that you have seen; 0 for a new draft'),
    content: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        'The whole rulebook (`NewRulebook` without version and inForceFrom); the last published one when left out',
      ),
  })
  .meta({ id: 'RulebookDraftSave', description: 'The whole draft, every time.' });

export const draftDiscardSchema = z.strictObject({ revision: revision.describe('The revision that you have seen') });

const fieldChange = z.strictObject({
  path: z.string().describe('Place in the promotion: `effects[0].params.step`'),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
const told = z.strictObject({ code: z.string(), text });

export const rulebookDiffSchema = z
  .strictObject({
    before: z.number().int().describe('The version that is compared with; 0 is the empty rulebook'),
    settings: z.array(fieldChange).describe('Earn base, groups and caps'),
    added: z.array(told),
    removed: z.array(told),
    changed: z.array(
      z.strictObject({
        code: z.string(),
        fields: z.array(fieldChange),
        more: z.number().int().describe('Changes beyond the first 200'),
        before: text,
        after: text,
      }),
    ),
  })
  .meta({ id: 'RulebookDiff', description: 'What is otherwise, as data and in words.' });

export const diffQuerySchema = z.strictObject({
  against: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .describe(
      'The version to compare with; for a draft the one in force, for a version the one before it, when left out',
    ),
});

const whenAndWhy = {
  inForceFrom: instantText.optional().describe('At once when left out; the past is refused'),
  supersede: z.boolean().optional().describe('True where a scheduled version may be kept from ever taking force'),
  reference: clientReference.optional(),
  reason,
};

export const publishDraftSchema = z.strictObject({
  revision: revision.describe('The revision that you have seen'),
  ...whenAndWhy,
});
export const restoreSchema = z.strictObject(whenAndWhy);
export const pauseSchema = z.strictObject({ reference: clientReference.optional(), reason });

export const findingSchema = z
  .strictObject({ code: z.string(), promotion: z.string(), text })
  .meta({ id: 'PreflightFinding', description: 'A way around a rule that a search has found, with the steps.' });

export const publicationRequestedSchema = z
  .strictObject({
    approval: z.string().describe('Waits for a second person under `/v1/approvals`'),
    state: z.enum(['pending', 'approved', 'declined', 'expired', 'withdrawn']),
    version: z.number().int().describe('The version that it becomes'),
    findings: z
      .array(findingSchema)
      .describe('What a search for ways around the rules has found; it hinders nobody, unless the policy says so'),
  })
  .meta({ id: 'PublicationRequested', description: 'A publication that waits for a second person.' });

export const pausedSchema = z
  .strictObject({ versions: z.array(rulebookHeadSchema).describe('What was published: now, and scheduled ones again') })
  .meta({ id: 'Paused', description: 'The versions that a pause has published.' });

export const promotionPathSchema = z.strictObject({ program: codeSchema, promotion: z.string().min(1).max(63) });

export const publicationSchema = z
  .strictObject({
    version: z.number().int(),
    kind: z.enum(['draft', 'pause', 'pause_all', 'resume', 'restore']),
    promotion: z.string().optional(),
    restored: z.number().int().optional().describe('The version that came back, or that a pause was made from'),
    approval: z.string().optional(),
    reason: z.string().optional(),
    publishedAt: z.string().meta({ format: 'date-time' }),
  })
  .meta({ id: 'Publication', description: 'Why a version was published.' });
export const publicationListSchema = z.strictObject({ items: z.array(publicationSchema) });

const offer = {
  promotion: z.string(),
  version: z.number().int(),
  name: text.optional(),
  text,
  priority: z.number().int(),
  excludes: z.array(z.string()).describe('Promotions that never act on one receipt with it'),
  until: z
    .string()
    .optional()
    .meta({ format: 'date-time' })
    .describe('When it ends here; absent when that is not in sight'),
  rule: promotionSchema.describe(
    'The promotion as it was published: what it asks and gives, by kinds of `GET /v1/promotion-kinds`',
  ),
  offline: z
    .strictObject({
      decides: z
        .boolean()
        .describe(
          'True: a till that follows the rules of this set comes to what the server comes to, for a buyer who earns and a receipt that ' +
            'neither points nor gift cards pay. False: only the server can say',
        ),
      because: z
        .array(
          z.strictObject({
            reason: z.enum(['condition', 'effect', 'coupon_codes', 'limit', 'funding', 'another_promotion']),
            of: z.string().describe('The kind, the word, the limit, the contract or the promotion'),
          }),
        )
        .optional()
        .describe('Why not'),
    })
    .meta({ id: 'OfflineDecision' }),
};

const offerRulebook = z.strictObject({
  version: z.number().int(),
  from: z
    .string()
    .optional()
    .meta({ format: 'date-time' })
    .describe('When it takes force; absent for the one in force'),
  promotions: z
    .array(z.string())
    .describe(
      'What of the set is in it, as code and version: `base-earn/1`. Its days and conditions say when each of them acts',
    ),
  earnBase: z.string().optional().describe('What counts as spent where a rule names nothing'),
  units: z
    .strictObject({
      currency: z.strictObject({ code: z.string(), decimals: z.number().int() }),
      wallets: z.record(z.string(), z.strictObject({ decimals: z.number().int() })),
    })
    .optional(),
  groups: z
    .array(z.strictObject({ code: z.string(), evaluate: z.string(), scope: z.string() }))
    .describe('Of which promotions all, the first, the highest or the lowest act'),
});

export const offersSchema = z
  .strictObject({
    outlet: z.string(),
    at: z.string().meta({ format: 'date-time' }),
    rulebook: z.number().int().describe('The version in force'),
    version: z.string().describe('Names the set; the same as the ETag without quotes'),
    changesAt: z.string().optional().meta({ format: 'date-time' }).describe('When to ask again at the latest'),
    place: z
      .strictObject({ groups: z.array(z.string()), partner: z.string(), zone: z.string() })
      .describe('What conditions on the place ask, and the zone of the wall by which days and hours go'),
    knownUntil: z
      .string()
      .meta({ format: 'date-time' })
      .describe(
        'So far ahead the set is whole: a till without connection decides by it until then, switching by the days and hours of its rules',
      ),
    rulebooks: z.array(offerRulebook).describe('What the rules count by: now, and from when otherwise'),
    live: z.array(z.strictObject(offer)),
    next: z
      .array(z.strictObject({ ...offer, from: z.string().meta({ format: 'date-time' }) }))
      .describe('What begins here within a fortnight, the soonest first'),
  })
  .meta({
    id: 'Offers',
    description:
      'What is live at an outlet, and what comes next, with the rules themselves. Whether it holds for a buyer and a basket a quote says; what a ' +
      'till without connection may decide by itself is marked.',
  });

export const offersQuerySchema = z.strictObject({
  outlet: z.string().min(1).max(64),
  at: instantText.optional().describe('Now when left out'),
});

export const offersPathSchema = z.strictObject({ program: codeSchema });
