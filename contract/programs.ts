import { z } from 'zod';
import { page } from './common.ts';

/** Codes are the ids of settings outside: letters, digits, dots, dashes and underscores, a letter or digit first. */
export const codeSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/)
  .describe('1 to 40 letters, digits, dots, dashes and underscores, a letter or digit first');

export const nameSchema = z.string().trim().min(1).max(120).describe('A name for people');

export const zoneSchema = z.string().min(1).max(64).describe('Time zone of the IANA database, such as `Europe/Madrid`');

const decimalText = z.string().regex(/^(0|[1-9]\d{0,15})(\.\d{1,4})?$/);

/** The policy of a program. Whatever is left out has its default. */
export const policySchema = z
  .strictObject({
    negativeBalance: z
      .enum(['only_pending', 'within_balance', 'unlimited', 'recover_from_refund'])
      .default('within_balance')
      .describe(
        'What a return takes back when its points are already spent. `only_pending`: only points that are still ' +
          'pending. `within_balance`: down to zero, the rest is written off. `unlimited`: the rest becomes a debt ' +
          'that the next accrual repays. `recover_from_refund`: the rest is taken from the money that ' +
          'the buyer gets back.',
      ),
    debtMax: decimalText
      .optional()
      .describe('The most that a member may owe, in the unit of the wallet; what goes beyond is written off'),
    unknownReturn: z
      .enum(['park', 'refuse'])
      .default('park')
      .describe('What happens to a return whose sale is not known: it waits for the sale, or it is refused'),
    refund: z
      .enum(['original_proportional', 'non_cash_first', 'first', 'last_in_first_out', 'to_gift_card'])
      .default('original_proportional')
      .describe(
        'Which of the tenders of a sale are paid back first: all in proportion, those that are not money first, in ' +
          'the order of the payment, or against it; or gift cards first, then points, then money. None gets more than it paid',
      ),
    refundOntoGiftCard: z
      .enum(['if_named', 'never', 'always'])
      .default('if_named')
      .describe(
        'Whether what a return pays back in money may go onto a gift card that the till names: where it names one, never, or ' +
          'in no other way',
      ),
    restoreOrder: z
      .enum(['last_taken_first', 'first_taken_first'])
      .default('last_taken_first')
      .describe('Which of the lots that a redemption took get their points back first when a part of it is undone'),
    restoreGraceDays: z
      .number()
      .int()
      .min(0)
      .max(366)
      .default(0)
      .describe('For how many days points may be spent that come back to a lot which has expired meanwhile'),
    spendByPhoneNeedsCode: z
      .boolean()
      .default(true)
      .describe('A buyer who shows no card, only says a phone number, confirms spending with a code sent to it'),
    spendPointsPerDayMax: decimalText
      .optional()
      .describe(
        'The most points, of all wallets together, that one member may spend in a business day of the outlet; left out: no limit',
      ),
    spendMoneyPerDayMax: decimalText
      .optional()
      .describe("The most money, in the program's currency, that the points of one member may pay in that day"),
    claimWithinDays: z
      .number()
      .int()
      .min(0)
      .max(3660)
      .default(30)
      .describe('For how many days a member may claim a receipt on which nobody was named'),
    tillClockAheadMaxMinutes: z
      .number()
      .int()
      .min(0)
      .max(1440)
      .default(10)
      .describe("How far a till's clock may be ahead; further ahead, its operations are refused"),
    requestAgeMaxHours: z
      .number()
      .int()
      .min(1)
      .max(168)
      .default(20)
      .describe('How old a request may be by the clock of its till; an older one is refused'),
    noticeAgeMaxDays: z
      .number()
      .int()
      .min(1)
      .max(36_600)
      .default(400)
      .describe('How old a notice may be; an older one is booked and listed as an exception'),
    earnBase: z
      .enum(['gross', 'net', 'net_of_points', 'net_of_gift_cards'])
      .default('net_of_points')
      .describe(
        'What points are earned on: the price, the price less discounts, that less what points have paid, or less what gift cards ' +
          'have paid too',
      ),
    giftCardsEarn: z
      .enum(['when_spent', 'when_bought', 'both'])
      .default('when_spent')
      .describe(
        'When the money of a gift card earns. A rulebook that would count it twice is refused when it is published, unless the ' +
          'program wants both',
      ),
    blockedCardEarns: z.boolean().default(false).describe('Whether a sale with a blocked card still earns'),
    parkedReturnDays: z
      .number()
      .int()
      .min(1)
      .max(3660)
      .default(30)
      .describe(
        'For how many days a parked return waits for its sale; then it is listed as an exception, and a later sale still decides it',
      ),
    loopholes: z
      .enum(['tell', 'refuse', 'refuse_giveaways'])
      .default('tell')
      .describe(
        'What the search before a draft is published does with ways around its rules: it tells them to whoever asks and to whoever ' +
          'approves, or the request is refused until there are none. Giveaways, which are bounded for each member, are told; `refuse_giveaways` ' +
          'refuses them too. A promotion that the search could not try (`preflight.untried`) is named in the answer and refused by neither',
      ),
    rawMessageDays: z
      .number()
      .int()
      .min(0)
      .max(3660)
      .default(90)
      .describe(
        'For how many days of UTC messages of tills are kept as they came; the longest of the programs of a tenant counts',
      ),
    erasedPoints: z
      .enum(['forfeit', 'pay_out'])
      .default('forfeit')
      .describe(
        'What becomes of the points of an erased member: breakage, or paid out in money at their worth (pending ones never are)',
      ),
    unmergeWithinDays: z
      .number()
      .int()
      .min(0)
      .max(3660)
      .default(30)
      .describe(
        'For how many days a merge of two members can be undone; the shortest of the programs of who was merged counts',
      ),
    leapDayBirthday: z
      .enum(['feb_28', 'mar_1'])
      .default('mar_1')
      .describe('Where the birthday of who is born on 29 February lies in years without that day'),
  })
  .meta({ id: 'Policy', description: 'What a program decides by setting. Whatever is left out has its default.' });

export const unitSchema = z
  .strictObject({
    code: codeSchema,
    kind: z.enum(['points', 'money']),
    decimals: z.number().int().min(0).max(4).describe('How many decimals its quantities have'),
  })
  .meta({ id: 'Unit', description: 'What a wallet counts: a points currency or an ISO money currency.' });

export const unitInputSchema = z
  .strictObject({
    code: codeSchema.describe('ISO 4217 for money; for points any code that is no currency'),
    kind: z.enum(['points', 'money']),
    decimals: z
      .number()
      .int()
      .min(0)
      .max(4)
      .optional()
      .describe('For points, 0 when left out; money has those of ISO 4217'),
  })
  .meta({ id: 'NewUnit' });

export const programSchema = z
  .strictObject({
    code: codeSchema,
    name: nameSchema,
    zone: zoneSchema,
    currency: unitSchema.describe('The money of its receipts'),
    state: z.enum(['open', 'closed']),
    policy: policySchema,
  })
  .meta({ id: 'Program', description: 'A loyalty program: its calendar, its money and its policy.' });

export const programInputSchema = z
  .strictObject({
    code: codeSchema,
    name: nameSchema,
    zone: zoneSchema.describe('The calendar of expiry, tiers and campaigns, such as `Europe/Madrid`'),
    currency: codeSchema.describe('Code of a money unit of the tenant'),
    policy: policySchema.optional(),
  })
  .meta({ id: 'NewProgram' });

export const programPageSchema = page(programSchema).meta({ id: 'ProgramPage' });
export const unitPageSchema = page(unitSchema).meta({ id: 'UnitPage' });
export const programPathSchema = z.strictObject({ code: codeSchema });
