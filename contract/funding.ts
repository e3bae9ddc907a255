import { z } from 'zod';
import { clientReference, localDateText, quantityText } from './common.ts';
import { codeSchema } from './programs.ts';

const terms = z
  .enum(['prepaid', 'postpaid', 'own'])
  .describe('`prepaid`: points are bought in blocks ahead; `postpaid`: settled later; `own`: a budget of its own');
const price = z
  .strictObject({ points: quantityText, money: quantityText })
  .describe("What so many points cost, in the program's currency");

const rate = z
  .strictObject({ points: quantityText, block: quantityText })
  .describe(
    'Only for `prepaid`: so many points of members take so much of a block, which then counts with four decimals; point by point when left out',
  );

const limit = z
  .strictObject({ points: quantityText, per: z.enum(['month', 'quarter', 'year', 'ever']) })
  .describe(
    "Not for `prepaid`: the most points that it pays in a period of the program's calendar; no bound when left out",
  );
const whenEmpty = z
  .enum(['no_points', 'refuse_sale'])
  .describe(
    'When no block, or nothing of the limit, is left for the points of a promotion that acts: the sale goes on without them, or a ' +
      'request is refused',
  );

export const fundingContractInputSchema = z
  .strictObject({
    code: codeSchema,
    partner: codeSchema.optional().describe('Code of the partner that pays; the program itself when left out'),
    terms,
    unit: codeSchema.describe('Code of the points that it pays'),
    price,
    rate: rate.optional(),
    limit: limit.optional(),
    whenEmpty: whenEmpty.default('no_points'),
    firstOn: localDateText.describe("First day, of the program's calendar"),
    lastOn: localDateText.optional().describe('Last day; it belongs to the contract'),
  })
  .meta({ id: 'NewFundingContract', description: 'A contract never changes: another one takes its place.' });

export const fundingBlockInputSchema = z
  .strictObject({
    reference: clientReference,
    points: quantityText,
    isReserve: z.boolean().default(false).describe('Used only when no other block has enough'),
    firstOn: localDateText,
    lastOn: localDateText.optional(),
  })
  .meta({ id: 'NewFundingBlock' });

const block = z
  .strictObject({
    reference: z.string(),
    points: quantityText,
    isReserve: z.boolean(),
    firstOn: localDateText,
    lastOn: localDateText.optional(),
    used: quantityText.describe('Given to members, less what returns have given back'),
    reserved: quantityText.describe('Kept by quotes'),
    left: quantityText,
  })
  .meta({ id: 'FundingBlock' });

export const fundingContractSchema = z
  .strictObject({
    code: codeSchema,
    partner: codeSchema.optional(),
    terms,
    unit: codeSchema,
    price,
    rate: rate.optional(),
    limit: limit
      .extend({
        used: quantityText.describe('Given to members in the period of today, less what returns have given back'),
        reserved: quantityText.describe('Kept by quotes'),
        left: quantityText,
      })
      .optional(),
    whenEmpty,
    firstOn: localDateText,
    lastOn: localDateText.optional(),
    blocks: z.array(block).describe('In the order in which they are used'),
  })
  .meta({ id: 'FundingContract', description: 'Who pays for points, and how.' });

export const fundingContractListSchema = z.strictObject({ items: z.array(fundingContractSchema) });
export const fundingProgramPathSchema = z.strictObject({ program: codeSchema });
export const fundingContractPathSchema = z.strictObject({ program: codeSchema, contract: codeSchema });
export const attributionQuerySchema = z.strictObject({
  from: localDateText.describe('First accounting day'),
  until: localDateText.describe('Last accounting day; it belongs to the period'),
});

const party = codeSchema.optional().describe('Code of the partner; the program itself when absent');
export const attributionSchema = z
  .strictObject({
    from: localDateText,
    until: localDateText,
    issued: z
      .array(
        z.strictObject({
          unit: codeSchema,
          issuer: party,
          contract: codeSchema.optional(),
          points: quantityText,
          given: quantityText,
          reversed: quantityText.describe('Cancelled by returns; `points` is `given` less this'),
        }),
      )
      .describe('Points given, less what returns have cancelled'),
    spent: z
      .array(
        z.strictObject({
          unit: codeSchema,
          issuer: party,
          contract: codeSchema.optional(),
          redeemer: party,
          points: quantityText,
        }),
      )
      .describe('Whose points were spent where, by the lots that were taken, less what was given back'),
    positions: z
      .array(z.strictObject({ unit: codeSchema, partner: party, points: quantityText }))
      .describe(
        'What each is owed for points spent at its outlets, less what it owes for points that it issued; the sum is zero',
      ),
  })
  .meta({ id: 'FundingAttribution' });
