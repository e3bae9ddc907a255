import { z } from 'zod';
import { clientReference, idText, page, pageQuery } from './common.ts';
import { identitySchema } from './checkout.ts';
import { nameSchema } from './programs.ts';

const MEMBERS_PER_MESSAGE_MAX = 1_000;
const FILE_CHARACTERS_MAX = 4_000_000;

export const segmentCodeSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Small letters, digits and hyphens')
  .describe('Code of the segment, as promotions name it');

export const segmentSchema = z
  .strictObject({
    code: segmentCodeSchema,
    name: z.string(),
    members: z.number().int().describe('How many belong to it now'),
    madeAt: z.string().meta({ format: 'date-time' }),
  })
  .meta({ id: 'Segment', description: 'A list of members that promotions may ask for.' });

export const segmentPageSchema = page(segmentSchema);
export const segmentPathSchema = z.strictObject({ segment: segmentCodeSchema });
export const segmentInputSchema = z.strictObject({ name: nameSchema }).meta({ id: 'NewSegment' });

const people = z.array(identitySchema).max(MEMBERS_PER_MESSAGE_MAX).default([]);

export const segmentChangeSchema = z
  .strictObject({ reference: clientReference.optional(), add: people, remove: people })
  .refine(({ add, remove }) => add.length + remove.length > 0, 'Somebody to add or to remove')
  .meta({ id: 'SegmentChange', description: 'Who is put into a list and who is taken out.' });

export const segmentFileSchema = z
  .strictObject({
    reference: clientReference.optional(),
    csv: z
      .string()
      .min(1)
      .max(FILE_CHARACTERS_MAX)
      .describe(
        'A file with a head; one of the columns `member`, `card`, `phone`, `externalId` names somebody in each row',
      ),
    isWhole: z.boolean().default(false).describe('True: whoever is not in the file leaves the list'),
  })
  .meta({ id: 'SegmentFile', description: 'A CSV file of at most 20,000 rows.' });

export const segmentChangedSchema = z
  .strictObject({
    added: z.number().int(),
    removed: z.number().int(),
    unchanged: z.number().int().describe('Were in the list, or out of it, already'),
    flaws: z
      .array(z.strictObject({ row: z.number().int(), code: z.string() }))
      .describe(
        'Rows that name nobody, at most 100 of them; of a file as a spreadsheet counts them, of a message from 1',
      ),
    repeated: z.boolean(),
  })
  .meta({ id: 'SegmentChanged', description: 'What a change of a list did.' });

export const segmentMemberPageSchema = page(
  z
    .strictObject({ member: idText('mem'), since: z.string().meta({ format: 'date-time' }) })
    .meta({ id: 'SegmentMember' }),
);
export const segmentMembersQuerySchema = pageQuery;
export const memberSegmentsSchema = z.strictObject({ segments: z.array(segmentCodeSchema) });
