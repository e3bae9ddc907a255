// Pieces that the contracts of several rooms are made of. Form only: what a quantity or a phone may be is decided by
// the kernel, which answers with refusals that a till can show.

import { z } from 'zod';

/** A decimal of at most 20 characters: `12.50`, `-3`. How many decimals and how much is for the unit to say. */
export const quantityText = z
  .string()
  .max(20)
  .regex(/^-?(0|[1-9]\d*)(\.\d+)?$/, 'Not a plain decimal such as 12.50')
  .meta({
    id: 'Quantity',
    description: 'A quantity as a decimal string, in the unit that is named beside it.',
    example: '12.50',
  });

/** RFC 3339 with `Z` or an offset; a local time without offset is nobody's. */
export const instantText = z
  .string()
  .max(40)
  .regex(
    /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/,
    'Not an instant with offset such as 2026-11-22T10:30:00+01:00',
  )
  .meta({
    id: 'Instant',
    description: 'A point in time, RFC 3339 with offset; parts below a microsecond are cut off.',
    format: 'date-time',
    example: '2026-11-22T10:30:00+01:00',
  });

/** A day of somebody's calendar, without zone. */
export const localDateText = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'Not a date such as 2026-11-22')
  .meta({ id: 'LocalDate', description: 'A calendar day.', format: 'date', example: '2026-11-22' });

/**
 * The caller's name of an operation: 1 to 128 characters that can be seen and read back over the phone; blanks only
 * inside. Compared character by character.
 */
export const clientReference = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(?! )[^\p{C}\p{Zl}\p{Zp}]+(?<! )$/u, 'Only printable characters, and no blank at either end')
  .meta({
    id: 'ClientReference',
    description:
      'Your own name of the operation. Sent again with the same content it gets the same answer and books nothing.',
    example: 'T4-2026-11-22-000187',
  });

/** A phone as people write it, best with `+` and country code. */
export const phoneText = z
  .string()
  .min(3)
  .max(40)
  .meta({ id: 'Phone', description: 'A phone number, best as E.164.', example: '+34600123456' });

/** A card number as printed or read; blanks and dashes do not count. */
export const cardNumberText = z
  .string()
  .min(4)
  .max(100)
  .regex(/^[0-9A-Za-z -]+$/, 'Only letters, digits, blanks and dashes')
  .meta({ id: 'CardNumber', description: 'A card number; blanks and dashes do not count.', example: '2990 0000 0017' });

/** An opaque id of this API, as `mem_` and 26 characters. A mistyped one is of the right form and simply not found. */
export const idText = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`), `Not an id that begins with ${prefix}_`)
    .describe(`An id that begins with \`${prefix}_\``);

const ATTRIBUTES_MAX = 50;
const ATTRIBUTE_KEY = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
/** Names that mean something else to the language than to the sender. `__proto__` is refused by ATTRIBUTE_KEY. */
const KEYS_FORBIDDEN = new Set(['constructor', 'prototype']);

const attributeValue = z.union([
  z.string().max(500),
  z.number().refine((n) => !Number.isInteger(n) || Number.isSafeInteger(n), 'Beyond 2^53; send it as a string'),
  z.boolean(),
]);

/** Facts of the sender's own: at most 50, flat; text up to 500 characters, numbers that a double holds, booleans. */
export const attributeBag = z
  .custom<Record<string, unknown>>(isBag, 'Must be an object with keys such as favourite_shop')
  .pipe(
    z
      .record(z.string().regex(ATTRIBUTE_KEY), attributeValue)
      .refine((bag) => Object.keys(bag).length <= ATTRIBUTES_MAX, `No more than ${ATTRIBUTES_MAX} attributes`),
  )
  .meta({
    id: 'Attributes',
    description: 'Facts of your own: flat, at most 50, text up to 500 characters, numbers, booleans.',
    type: 'object',
    maxProperties: ATTRIBUTES_MAX,
    propertyNames: { pattern: ATTRIBUTE_KEY.source },
    additionalProperties: { anyOf: [{ type: 'string', maxLength: 500 }, { type: 'number' }, { type: 'boolean' }] },
    example: { favourite_shop: 'MAD-01', newsletter: true },
  });

// z.record passes over an own key `__proto__` without a word, so the keys are looked at before.
function isBag(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key !== 'string' || !ATTRIBUTE_KEY.test(key) || KEYS_FORBIDDEN.has(key)) return false;
  }
  return true;
}

/** What every refusal looks like outside: RFC 9457 with the refusal's dotted code. */
export const problem = z
  .strictObject({
    type: z.string().describe('`urn:tallystick:refusal:` and the code'),
    title: z.string().describe('The HTTP status in words'),
    status: z.number().int(),
    code: z.string().describe('The dotted code of the refusal; the same everywhere, for ever'),
    detail: z.string().describe('One sentence for a person'),
    till: z
      .enum(['declined', 'retry', 'error', 'parked'])
      .describe('What a till does: say no, send again, call for help, or go on because the operation waits with us'),
    retry: z
      .enum(['never', 'same', 'later', 'changed'])
      .describe('Whether sending again helps: never, the same at once, the same later, or only when changed'),
    facts: z.record(z.string(), z.string()).optional().describe('What the sentence speaks of, one by one'),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Places of the request that have the wrong form, the first twenty'),
    requestId: z.string().optional().describe('Name it when you ask for help'),
  })
  .meta({ id: 'Problem', description: 'A refusal, as RFC 9457 problem details.' });

export type Problem = z.output<typeof problem>;

const ITEMS_PER_PAGE_MAX = 200;
const ITEMS_PER_PAGE = 50;

/** What a list takes: how many, and where to go on. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(ITEMS_PER_PAGE_MAX)
    .default(ITEMS_PER_PAGE)
    .describe('Most items in the answer'),
  cursor: z.string().min(1).max(500).optional().describe('`next` of the page before; absent for the first page'),
});

/** A page of such items; `next` is absent on the last one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().optional().describe('Give it as `cursor` to get the next page; absent on the last'),
  });

/** Why a person changes points. */
export const reasonSchema = z.enum([
  'goodwill',
  'complaint',
  'correction',
  'campaign',
  'fraud',
  'review',
  'member_request',
  'other',
]);
