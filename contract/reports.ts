// What reports are asked and answer: tables of operations with filters that combine, their totals, saved views, exports, figures.

import { z } from 'zod';
import {
  cardNumberText,
  clientReference,
  idText,
  instantText,
  localDateText,
  page,
  phoneText,
  quantityText,
} from './common.ts';
import { memberId } from './members.ts';

const VALUES_MAX = 200;
const code = z.string().min(1).max(64);
const codes = z.array(code).min(1).max(VALUES_MAX);
const unit = z.string().describe('Code of the unit that the quantities count');

/** Parts of a filter that speak of no person: these may be saved. */
const impersonal = {
  from: localDateText.optional().describe('First business day'),
  to: localDateText.optional().describe('Last business day, which counts too'),
  outlets: codes.optional(),
  terminals: z
    .array(z.strictObject({ outlet: code, terminal: code }))
    .min(1)
    .max(VALUES_MAX)
    .optional(),
  cashiers: z.array(z.string().min(1).max(128)).min(1).max(VALUES_MAX).optional(),
  kinds: codes.optional().describe('What was done, as `checkout.sale`, `checkout.return`, `points.redemption`'),
  walletTypes: codes.optional().describe('Operations that moved one of these; their totals are of the whole operation'),
  promotions: codes.optional(),
  cardRanges: codes.optional(),
  origin: z.enum(['online', 'offline']).optional(),
  amount: z
    .strictObject({ unit: code, from: quantityText.optional(), to: quantityText.optional() })
    .optional()
    .describe('Of a sale what it cost, of a return the same as a minus, of other operations what they moved'),
};

export const savedFilterSchema = z
  .strictObject(impersonal)
  .meta({ id: 'SavedFilter', description: 'A filter without persons and receipts.' });

export const reportFilterSchema = z
  .strictObject({
    ...impersonal,
    member: z
      .strictObject({
        member: memberId.optional(),
        phone: phoneText.optional(),
        externalId: z.string().min(1).max(128).optional(),
      })
      .refine((one) => Object.values(one).filter((given) => given !== undefined).length === 1, 'Exactly one of these')
      .optional(),
    card: cardNumberText.optional(),
    receipt: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .describe('Number or reference of a receipt; its returns come with it'),
  })
  .meta({
    id: 'ReportFilter',
    description: 'Which operations are meant. Parts narrow down together; of a list one value is enough.',
    example: { from: '2026-11-01', to: '2026-11-22', outlets: ['centro'], kinds: ['checkout.sale'], origin: 'online' },
  });

const sortSchema = z
  .enum(['newest', 'oldest', 'largest', 'smallest'])
  .describe(
    'By business day and moment, or by amount: then of those in one unit, that of the amount filter or else the money of the first program',
  );

const LINES_MAX = 200;

export const reportLinesAskedSchema = z
  .strictObject({
    filter: reportFilterSchema.default({}),
    sort: sortSchema.default('newest'),
    limit: z.int().min(1).max(LINES_MAX).default(50),
    cursor: z.string().min(1).max(500).optional().describe('`next` of the page before; absent for the first page'),
  })
  .meta({ id: 'ReportLinesAsked' });

const figures = z.strictObject({
  unit,
  earned: quantityText.describe('Granted less what was taken back'),
  spent: quantityText.describe('Redeemed less what was given back'),
  loaded: quantityText.describe('Paid in on gift cards, less what was undone'),
  expired: quantityText,
  changed: quantityText.describe("What the holders' accounts changed by in all"),
});

const lag = z
  .strictObject({ rows: z.int(), seconds: z.number() })
  .describe(
    'How far the tables are behind the journal: rows that are not in them yet, and the age of the oldest of these',
  );

export const reportLineSchema = z
  .strictObject({
    operation: idText('op').describe('Asked for at `GET /v1/operations/{operation}`: receipt, links and raw message'),
    kind: z.string(),
    occurredAt: instantText,
    recordedAt: instantText,
    bookedOn: localDateText,
    outlet: z.string().optional(),
    terminal: z.string().optional(),
    cashier: z.string().optional(),
    member: memberId.optional(),
    card: z.string().optional().describe('Masked'),
    cardRange: z.string().optional(),
    receiptNumber: z.string().optional(),
    amount: z.strictObject({ amount: quantityText, unit }).optional(),
    figures: z.array(figures).describe('What it moved, by unit'),
    walletTypes: z.array(z.string()),
    promotions: z.array(z.string()),
    origin: z.enum(['online', 'offline']),
    state: z.enum(['claimed', 'undone_partly', 'undone', 'voided']).optional().describe('What became of it since'),
  })
  .meta({ id: 'ReportLine' });

export const reportLinePageSchema = page(reportLineSchema).extend({ lag }).meta({ id: 'ReportLinePage' });

export const reportTotalsAskedSchema = z
  .strictObject({
    filter: reportFilterSchema.default({}),
    exact: z.boolean().default(false).describe('Wait for the exact totals rather than get an estimate'),
  })
  .meta({ id: 'ReportTotalsAsked' });

const sums = {
  operations: z.int(),
  amounts: z.array(z.strictObject({ unit, amount: quantityText })),
  figures: z.array(figures),
};
export const reportTotalsSchema = z
  .strictObject({
    isEstimate: z.boolean().describe('True where there was not the time to count: ask again with `exact`'),
    ...sums,
    estimate: z
      .strictObject({
        fraction: z.number().describe('The part of all lines that it was made from'),
        within: z
          .strictObject(sums)
          .describe(
            'How far each may be off: three standard errors, beyond which the truth lies in less than one of a hundred cases',
          ),
      })
      .optional()
      .describe('Only of an estimate'),
    lag,
    ledger: z
      .strictObject({ agrees: z.boolean(), checkedAt: instantText.optional(), rowsUnchecked: z.int() })
      .describe('Whether lines and ledger came to the same, lane by lane, when they were last compared'),
  })
  .meta({ id: 'ReportTotals' });

export const reportChoicesQuerySchema = z.strictObject({
  of: z.enum(['kinds', 'promotions', 'cashiers']),
  from: z.string().max(128).default('').describe('Values from here on, in alphabetical order'),
});
export const reportChoicesSchema = z.strictObject({ values: z.array(z.string()) }).meta({ id: 'ReportChoices' });

export const reportSignalsQuerySchema = z.strictObject({
  promotion: z.string().min(1).max(64).describe('The code of a promotion'),
  by: z.enum(['cashier', 'terminal', 'outlet']).describe('A cashier counts at each outlet by himself'),
  from: localDateText,
  to: localDateText.describe('Both days belong to it, as business days of the outlet; 92 days at most'),
  over: z.coerce.number().int().min(0).max(1_000_000).default(0).describe('Only who has more receipts than these'),
});
export const reportSignalsSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        outlet: z.string().optional(),
        terminal: z.string().optional(),
        cashier: z.string().optional().describe('Missing where the till did not say who'),
        receipts: z.int().describe('On so many the promotion gave something'),
        days: z.int().describe('On so many days'),
      }),
    ),
  })
  .meta({ id: 'ReportSignals', description: 'Most first, a hundred at most.' });

const viewId = idText('rvw');
const viewContent = {
  name: z.string().trim().min(1).max(100),
  isShared: z.boolean().default(false).describe('Whether everybody of the tenant sees it; only its maker changes it'),
  filter: savedFilterSchema,
  sort: sortSchema.default('newest'),
};
export const reportViewAddedSchema = z
  .strictObject({ reference: clientReference, ...viewContent })
  .meta({ id: 'ReportViewAdded' });
export const reportViewChangedSchema = z
  .strictObject({ ...viewContent, revision: z.int().min(0).describe('The revision that was changed') })
  .meta({ id: 'ReportViewChanged' });
export const reportViewSchema = z
  .strictObject({
    view: viewId,
    ...viewContent,
    isShared: z.boolean(),
    sort: sortSchema,
    isOwn: z.boolean(),
    revision: z.int(),
  })
  .meta({ id: 'ReportView' });
export const reportViewListSchema = z.strictObject({ items: z.array(reportViewSchema) }).meta({ id: 'ReportViews' });
export const reportViewPathSchema = z.strictObject({ view: viewId });

const exportId = idText('exp');
export const reportExportAskedSchema = z
  .strictObject({
    reference: clientReference,
    format: z.enum(['csv', 'xlsx']),
    language: z.enum(['en', 'es']).default('en').describe('Of the headings'),
    filter: reportFilterSchema.default({}),
  })
  .meta({ id: 'ReportExportAsked' });
const trailFilter = {
  person: idText('person').optional(),
  credential: idText('cred').optional(),
  act: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('An act or a kind of operation, or how it begins: `cards.` means both of all kinds of cards'),
  outlet: code.optional().describe('What happened there, and what was changed about it'),
  terminal: code.optional().describe('Of that outlet'),
  member: reportFilterSchema.shape.member,
  card: cardNumberText.optional(),
  receipt: z.string().min(1).max(128).optional(),
  subject: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('What an act was about, as the audit log names it: `outlet centro`'),
};
const isPlaced = ({ outlet, terminal }: { outlet?: string | undefined; terminal?: string | undefined }): boolean =>
  terminal === undefined || outlet !== undefined;

export const reportTrailFilterSchema = z
  .strictObject({
    from: localDateText.optional().describe('First day'),
    to: localDateText.optional().describe('Last day, which counts too'),
    records: z.enum(['acts', 'operations']).optional().describe('Both where it is left out'),
    ...trailFilter,
  })
  .refine(isPlaced, { path: ['terminal'], message: 'Name its outlet too' })
  .meta({
    id: 'ReportTrailFilter',
    description: 'What was done, by whom, where and about what. Parts narrow down together.',
    example: { from: '2026-11-01', to: '2026-11-22', act: 'cards.', outlet: 'centro' },
  });

export const reportTrailSearchSchema = z
  .strictObject({
    filter: reportTrailFilterSchema.default({}),
    limit: z.int().min(1).max(LINES_MAX).default(50),
    cursor: z.string().min(1).max(500).optional().describe('`next` of the page before; absent for the first page'),
  })
  .meta({ id: 'ReportTrailSearch' });

const facts = z.record(z.string(), z.unknown());
export const reportTrailEntrySchema = z
  .strictObject({
    record: z.enum(['act', 'operation']),
    day: localDateText.describe(
      'Of an operation its business day, of an act the day by the clock of the first program',
    ),
    at: instantText.describe('When it happened'),
    recordedAt: instantText,
    what: z.string().describe('The act, or the kind of operation'),
    by: z
      .strictObject({
        person: idText('person').optional(),
        name: z.string().optional(),
        credential: idText('cred').optional(),
        credentialName: z.string().optional(),
      })
      .describe('By which credential it came, and whose that is; nobody where time did it, or a file told of it'),
    reason: z.string().optional(),
    seq: z.int().optional().describe('Of an act: its number in the chain'),
    subject: z.string().optional().describe('Of an act: what it was about'),
    subjectName: z
      .string()
      .optional()
      .describe('What that is called today, where it has a name beside its code or number'),
    before: facts.optional(),
    after: facts.optional(),
    digest: z.string().optional(),
    head: z.string().optional(),
    operation: idText('op').optional(),
    outlet: z.string().optional(),
    terminal: z.string().optional(),
    cashier: z.string().optional(),
    member: memberId.optional(),
    card: z.string().optional().describe('Masked'),
    receiptNumber: z.string().optional(),
    amount: z.strictObject({ amount: quantityText, unit }).optional(),
    origin: z.enum(['online', 'offline']).optional(),
    state: z.enum(['claimed', 'undone_partly', 'undone', 'voided']).optional(),
  })
  .meta({ id: 'ReportTrailEntry', description: 'An act of the audit log or an operation of the journal.' });
export const reportTrailPageSchema = page(reportTrailEntrySchema).extend({ lag }).meta({ id: 'ReportTrailPage' });

export const reportTrailAskedSchema = z
  .strictObject({
    reference: clientReference,
    format: z.enum(['csv', 'xlsx']),
    language: z.enum(['en', 'es']).default('en').describe('Of the headings'),
    from: localDateText.describe(
      'First day: of operations the business day, of acts by the clock of the first program',
    ),
    to: localDateText.describe('Last day, which counts too'),
    records: z.enum(['acts', 'operations']).optional().describe('Both where it is left out'),
    ...trailFilter,
  })
  .refine(isPlaced, { path: ['terminal'], message: 'Name its outlet too' })
  .meta({
    id: 'ReportTrailAsked',
    example: { reference: 'trail-1', format: 'xlsx', from: '2026-11-01', to: '2026-11-30' },
  });
export const reportExportSchema = z
  .strictObject({
    export: exportId,
    contents: z
      .enum(['operations', 'trail'])
      .describe('Operations of a filter, or these and the audit log of a period'),
    format: z.enum(['csv', 'xlsx']),
    state: z.enum(['waiting', 'working', 'done', 'failed', 'cancelled', 'expired']),
    rowsDone: z.int(),
    rowsExpected: z.int().describe('As far as is known; an estimate'),
    bytes: z.int(),
    askedAt: instantText,
    endedAt: instantText.optional(),
    expiresAt: instantText.describe('After it the file is gone'),
  })
  .meta({ id: 'ReportExport' });
export const reportExportListSchema = z
  .strictObject({ items: z.array(reportExportSchema) })
  .meta({ id: 'ReportExports' });
export const reportExportPathSchema = z.strictObject({ export: exportId });

const compared = z.strictObject({
  today: quantityText,
  usual: quantityText.describe('Mean of the same weekdays up to the same hour'),
  usualDay: quantityText.describe('Mean of their whole days'),
});
const hours = z
  .array(z.strictObject({ hour: z.int(), today: quantityText, usual: quantityText }))
  .describe('By the clock of the outlets');
export const reportFiguresQuerySchema = z.strictObject({
  outlet: code.optional(),
  weeks: z.coerce.number().int().min(1).max(26).default(8).describe('How many weeks back is the usual'),
});
export const reportFiguresSchema = z
  .strictObject({
    date: localDateText.describe('The business day that it is'),
    beginsAt: z.int().min(0).max(23).describe('The hour on the wall at which that day began'),
    asOf: instantText,
    zone: z.string(),
    days: z.int().describe('How many same weekdays the usual is the mean of; 0: there is no usual yet'),
    sales: compared.extend({ hours }),
    returns: compared,
    money: z.array(z.strictObject({ unit, sold: compared.extend({ hours }), returned: compared })),
    points: z.array(z.strictObject({ unit, earned: compared.extend({ hours }), spent: compared.extend({ hours }) })),
    giftCards: z.array(z.strictObject({ unit, loaded: compared, spent: compared })),
    outstanding: z
      .array(
        z.strictObject({
          unit,
          kind: z.enum(['points', 'money']),
          booked: quantityText,
          pending: quantityText,
          owed: quantityText,
          endings: z
            .array(z.strictObject({ on: localDateText, remaining: quantityText }))
            .describe('The next days on which some of it ends'),
        }),
      )
      .optional()
      .describe("What holders have; the tenant's, so only for who speaks for all of it"),
    activeMembers: z
      .strictObject({ today: z.int(), days30: z.int(), days365: z.int() })
      .optional()
      .describe('Members who bought since'),
    lag,
  })
  .meta({ id: 'ReportFigures', description: 'The day against the usual.' });
