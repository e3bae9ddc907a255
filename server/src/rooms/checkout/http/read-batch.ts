import type { z } from 'zod';
import { newClaimSchema, newReturnSchema, newSaleSchema, newVoidSchema } from '../../../../../contract/checkout.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { InputRefusal } from '../../../platform/http/problem.ts';
import type { Outcome } from '../../../platform/lanes/index.ts';
import type { Identity } from '../../cards/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { Return } from '../return.ts';
import type { Sale, Tender } from '../sale.ts';
import type { Touches } from './batch-keys.ts';
import { submitSale } from './confirm-sale.ts';
import { invalid } from './invalid.ts';
import { readClaim } from './read-claim.ts';
import type { Sender } from './read-message.ts';
import { readReturn } from './read-return.ts';
import { readSale } from './read-sale.ts';
import { readVoid } from './read-void.ts';
import { submitVoid } from './submit-paid.ts';
import { submitReturn } from './submit-return.ts';

/** An operation of a batch that may be submitted. */
export type BatchOperation = { readonly ok: true; readonly touches: Touches; submit(): Promise<Outcome<object>> };

const ERRORS_SHOWN_MAX = 20;

/** The refusal of an operation of a batch that is none of the kinds. */
export const unknownOperation = (): InputRefusal => invalid('op', 'One of sale, return, void, claim');

/** Reads one operation of a batch by the schema of its kind. Refuses what its own endpoint would refuse before it is submitted. */
export function readBatchOperation(
  checkout: Checkout,
  sender: Sender,
  { op, ...body }: Readonly<Record<string, unknown>>,
): BatchOperation | InputRefusal {
  switch (op) {
    case 'sale':
      return withBody(newSaleSchema, body, (valid) => {
        const read = readSale(checkout, sender, valid);
        if (!read.ok) return read;
        const { tenant, reference, input } = read.arrival;
        const people = [...(input.identity ? [input.identity] : []), ...payersOf(input.tenders)];
        return {
          ok: true,
          touches: { tenant, people, gifts: giftsOf(input), sale: reference && { reference } },
          submit: () => submitSale(checkout, read),
        };
      });
    case 'return':
      return withBody(newReturnSchema, body, (valid) => {
        const read = readReturn(checkout, sender, valid);
        if (!read.ok) return read;
        const { tenant, input } = read.arrival;
        return {
          ok: true,
          touches: { tenant, people: [], gifts: ontoOf(input), original: input.original },
          submit: () => submitReturn(checkout, read.arrival),
        };
      });
    case 'void':
      return withBody(newVoidSchema, body, (valid) => {
        const read = readVoid(checkout, sender, valid);
        if (!read.ok) return read;
        const { tenant, input } = read.arrival;
        return {
          ok: true,
          touches: { tenant, people: [], original: { reference: input.target } },
          submit: () => submitVoid(checkout, read.arrival),
        };
      });
    case 'claim':
      return withBody(newClaimSchema, body, (valid) => {
        const read = readClaim(checkout, sender, valid);
        if (!read.ok) return read;
        const { tenant, input } = read.arrival;
        return {
          ok: true,
          touches: { tenant, people: [input.identity], original: input.original },
          submit: () => checkout.machine.submit(checkout.claim, read.arrival),
        };
      });
    default:
      return unknownOperation();
  }
}

/** What `read` makes of a body that is as its schema says; else the refusal with the places that are not. */
export function withBody<Schema extends z.ZodType, Made>(
  schema: Schema,
  body: unknown,
  read: (valid: z.output<Schema>) => Made,
): Made | InputRefusal {
  const parsed = schema.safeParse(body);
  if (parsed.success) return read(parsed.data);
  const errors = parsed.error.issues.slice(0, ERRORS_SHOWN_MAX).map((issue) => ({
    path: ['body', ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
  const refusal: Refusal = refuse('http.input.invalid');
  return { ...refusal, errors };
}

const payersOf = (tenders: readonly Tender[]): Identity[] =>
  tenders.flatMap((tender) => ('asked' in tender && tender.payer ? [tender.payer] : []));

/** Gift cards by how they are named: one that is named in two ways may be paid with by two at once, and is safe all the same. */
const giftsOf = ({ tenders, cardsSold }: Sale): string[] => [
  ...tenders.flatMap((tender) => ('gift' in tender ? [tender.gift.number ?? tender.gift.card ?? ''] : [])),
  ...cardsSold.map(({ number }) => number),
];

const ontoOf = ({ onto }: Return): string[] => {
  if (!onto) return [];
  return ['newCard' in onto ? onto.newCard.number : (onto.gift.number ?? onto.gift.card ?? '')];
};
