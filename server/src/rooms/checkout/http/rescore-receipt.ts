import type { z } from 'zod';
import { newRescoreQuoteSchema, newRescoreSchema } from '../../../../../contract/checkout.ts';
import { rescoreAnswerSchema, rescoreQuoteAnswerSchema } from '../../../../../contract/checkout-answers.ts';
import { assert } from '../../../kernel/assert.ts';
import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Arrival } from '../../../platform/lanes/index.ts';
import { speaksForTenant } from '../../partners/index.ts';
import { paysOf } from '../../points/index.ts';
import { foreseeAct, worthOfAll } from '../../staff/index.ts';
import type { Checkout } from '../create-checkout.ts';
import { RESCORE_REFUSALS, type RescoreOfReceipt } from '../rescore-receipt.ts';
import { bookedAnswer } from './booked-answer.ts';
import { RESCORE_EXAMPLE } from './examples.ts';
import { readRescore } from './read-rescore.ts';
import { MESSAGE_REFUSALS } from './refusals-of.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

const REFUSALS = ['partners.credential.beyond_own', ...MESSAGE_REFUSALS, ...RESCORE_REFUSALS] as const;

const RESCORE = 'checkout.rescore';

/** What a decision anew would change, in numbers. What is taken moves as much as what is given. */
const effectOfRescore = (checkout: Checkout, tenant: number, arrival: Arrival<RescoreOfReceipt>) =>
  foreseeAct(checkout.machine, checkout.rescore, arrival, ({ member, original, rulebook, reason, points, wallets }) => {
    const decimalsOf = (unit: string): number => checkout.programs.settings().unitByCode(tenant, unit)?.decimals ?? 0;
    const steps = (text: string, unit: string): bigint => {
      const read = parseQuantity(text, decimalsOf(unit));
      assert(read.ok, 'points that were told can be read');
      return read.value;
    };
    const changes = points.map(({ walletType, unit, before, after }) => {
      const changed = steps(after, unit) - steps(before, unit);
      return { walletType, unit, points: formatQuantity(changed, decimalsOf(unit)), before, after };
    });
    return {
      subject: member,
      facts: { operation: original, member, rulebook, reason, changes },
      ...worthOfAll(decimalsOf, changes),
      pays: paysOf(checkout, arrival.input.till.program, changes),
      after: {
        wallets: wallets.map(({ walletType, unit, available, booked }) => ({ walletType, unit, available, booked })),
      },
    };
  });

/** `POST /v1/rescores` */
export const rescoreReceiptEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/rescores',
    summary: 'Decide the points of a receipt again, by another version of the rulebook',
    description:
      'Rules never act on receipts of before by themselves. On request they do: on the facts that were kept, with prices as they were ' +
      'paid, for what has not come back. The difference is booked with its reason; returns go on from there. Asked again, there is none.',
    scope: 'points:adjust',
    tags: ['checkout'],
    body: newRescoreSchema,
    answers: { 200: rescoreAnswerSchema, 201: rescoreAnswerSchema },
    refusals: REFUSALS,
    examples: { body: RESCORE_EXAMPLE },
    secondPerson: {
      kind: RESCORE,
      effect: async ({ principal, body, clientReference }) => {
        if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
        const read = readRescore(checkout, { principal, clientReference }, body);
        return read.ok ? effectOfRescore(checkout, principal.tenant, read.arrival) : read;
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      // Points by a person's decision, as adjustments are: no till and no partner gives them.
      if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      const read = readRescore(checkout, { principal, clientReference }, body);
      if (!read.ok) return read as Refusal<never>;
      return bookedAnswer<z.input<typeof rescoreAnswerSchema>>(
        await checkout.machine.submit(checkout.rescore, read.arrival),
      );
    },
  });

/** `POST /v1/rescores/quote` */
export const quoteRescoreEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/rescores/quote',
    summary: 'Quote points of a receipt decided again',
    description: 'What it would change, or why it would be refused. Nothing is booked, and no reference is needed.',
    scope: 'points:adjust',
    repeats: 'reads',
    tags: ['checkout'],
    body: newRescoreQuoteSchema,
    answers: { 200: rescoreQuoteAnswerSchema },
    refusals: REFUSALS,
    examples: { body: { ...RESCORE_EXAMPLE, reference: undefined } },
    handler: async ({ principal, body, clientReference }) => {
      if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      const read = readRescore(checkout, { principal, clientReference }, body, true);
      if (!read.ok) return read as Refusal<never>;
      const outcome = await checkout.machine.rehearse(checkout.rescore, read.arrival);
      if (!outcome.ok) return outcome as Refusal<never>;
      const { original, member, rulebook, reason, points, wallets } = outcome.answer;
      const told = { original, member, rulebook, reason, points: [...points], wallets: [...wallets] };
      return { status: 200 as const, body: told as unknown as z.input<typeof rescoreQuoteAnswerSchema> };
    },
  });
