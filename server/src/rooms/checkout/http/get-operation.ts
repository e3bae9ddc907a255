import type { z } from 'zod';
import { operationPathSchema } from '../../../../../contract/checkout.ts';
import { operationSchema } from '../../../../../contract/checkout-answers.ts';
import type { RescoreRecord } from '../rescore-record.ts';
import { saleOfClaim, type ClaimRecord } from '../claim-record.ts';
import type { Checkout } from '../create-checkout.ts';
import { presentSale } from '../present-sale.ts';
import { handOf, showHand, speaksForTenant, wholeHand, type Principal } from '../../partners/index.ts';
import { findRawMessage } from '../read/raw-message.ts';
import { findRelatives, type Relatives } from '../read/relatives.ts';
import type { SaleRecord } from '../record.ts';
import type { ClosedRecord, ParkedRecord, ReturnRecord } from '../return-record.ts';
import { operationOf, type OperationFound } from './find-operation.ts';
import { operationBody } from './operation-body.ts';
import { receiptBody } from './receipt-body.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

type Body = z.input<typeof operationSchema>;

/** What an operation of this room keeps. Operations of other rooms keep other things, and are shown by their frame. */
type Kept = RescoreRecord | SaleRecord | ClaimRecord | ReturnRecord | ParkedRecord | ClosedRecord;

/** `GET /v1/operations/:operation` */
export const getOperationEndpoint = ({ checkout, staff }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/operations/:operation',
    summary: 'Show an operation',
    description:
      'With its three dates, by which credential it came, its answer of then, its receipt, and what belongs to it. A bound credential ' +
      'sees its own outlets, and not by whom.',
    scope: 'journal:read',
    tags: ['checkout'],
    params: operationPathSchema,
    answers: { 200: operationSchema },
    refusals: ['checkout.operation.unknown'],
    handler: async ({ principal, params }) => {
      const outcome = await operationOf(checkout, principal, params.operation);
      if (!outcome.ok) return outcome;
      const { found } = outcome;
      const [message, told, by] = await Promise.all([
        findRawMessage(checkout.database, { ...found, recordedAt: found.recorded_at }),
        tell(checkout, found),
        senderOf(checkout, staff, principal, found),
      ]);
      const body: Body = {
        ...operationBody(checkout, found),
        ...by,
        ...told,
        ...(message === undefined ? {} : { message }),
      };
      return { status: 200 as const, body };
    },
  });

/** By whom it was sent or done, as trails say it; whoever is bound is told no more of others' credentials here than there. */
async function senderOf(
  { partners, tokens }: Checkout,
  staff: CheckoutRouteDeps['staff'],
  principal: Principal,
  { record }: OperationFound,
): Promise<Pick<Body, 'by'>> {
  const hand = handOf(tokens, (record as { readonly by?: unknown } | undefined)?.by);
  if (!hand || !speaksForTenant(principal)) return {};
  const settings = partners.settings();
  const whole = wholeHand(settings, hand);
  const { person } = whole;
  const name = person === undefined ? undefined : (await staff.namesOf(principal.tenant, [person])).get(person);
  return { by: { ...showHand({ settings, tokens }, whole), ...(name !== undefined && { name }) } };
}

/** What this room knows of an operation: its answer, receipt and relatives. */
async function tell(
  checkout: Checkout,
  found: OperationFound,
): Promise<Pick<Body, 'sale' | 'return' | 'rescore' | 'receipt' | 'links'>> {
  const record = found.record as Kept | undefined;
  const booked = { lane: found.lane, seq: found.seq, recordedAt: found.recorded_at, repeated: false };
  const token = (lane: number, seq: bigint | string): string => checkout.tokens.encode('op', lane, BigInt(seq));
  switch (found.kind) {
    case 'checkout.sale': {
      const relatives = await findRelatives(checkout.machine.look, found);
      const sale = record as SaleRecord;
      return {
        // Not as its till was told: codes of coupons that it issued are for the buyer.
        sale: presentSale(checkout, sale, booked) as Body['sale'],
        receipt: receiptBody(sale, relatives.back),
        links: linksOf(relatives, token),
      };
    }
    case 'checkout.claim': {
      const claim = record as ClaimRecord;
      const { original } = claim;
      return {
        sale: presentSale(checkout, saleOfClaim(claim), booked) as Body['sale'],
        links: { original: token(original.lane, original.seq) },
      };
    }
    case 'checkout.rescore': {
      const { original } = record as RescoreRecord;
      const rescore = checkout.rescore.present(record as RescoreRecord, booked);
      const links = { original: token(original.lane, original.seq) };
      return { rescore: rescore as unknown as Body['rescore'], links };
    }
    case 'checkout.return':
    case 'checkout.void': {
      const { original } = record as ReturnRecord;
      return {
        return: checkout.return.present(record as ReturnRecord, booked) as Body['return'],
        links: { original: token(original.lane, original.seq) },
      };
    }
    case 'checkout.return_parked':
    case 'checkout.void_before':
      return { return: checkout.void.present(record as ClosedRecord, booked) as Body['return'], links: {} };
    default:
      return { links: {} };
  }
}

function linksOf(
  { returns, voided, claim, rescores }: Relatives,
  token: (lane: number, seq: bigint) => string,
): Body['links'] {
  const of = ({ lane, seq }: { readonly lane: number; readonly seq: bigint }): string => token(lane, seq);
  return {
    ...(returns.length > 0 ? { returns: returns.map(of) } : {}),
    ...(voided ? { void: of(voided) } : {}),
    ...(claim ? { claim: of(claim) } : {}),
    ...(rescores.length > 0 ? { rescores: rescores.map(of) } : {}),
  };
}
