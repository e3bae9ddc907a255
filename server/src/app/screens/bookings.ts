import type { z } from 'zod';
import type { operationSchema } from '../../../../contract/checkout-answers.ts';
import { operationPathSchema } from '../../../../contract/checkout.ts';
import { bookingsSchema } from '../../../../contract/screens.ts';
import { INSTANT_NEVER, isoFromInstant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { checkoutRoutes } from '../../rooms/checkout/http/routes.ts';
import { EFFECT, recordSheet } from '../../rooms/ledger/index.ts';
import { lotsOfRow, postingsOfRow, SIDES, type BookedPosting, type LotMoved } from '../../rooms/points/index.ts';
import type { House } from '../compose.ts';
import { askRoom, screenEndpoint } from './screen-endpoint.ts';

type Body = z.input<typeof bookingsSchema>;

const EFFECTS = new Map<string, string>([
  ['made', 'made'],
  ...Object.entries(EFFECT).map(([name, letter]) => [letter, name] as [string, string]),
]);

/** `GET /v1/operations/:operation/bookings` */
export const bookingsEndpoint = (house: House) => {
  const endpoints = checkoutRoutes(house);
  return screenEndpoint({
    method: 'GET',
    path: '/v1/operations/:operation/bookings',
    summary: 'Show what an operation wrote into the books',
    description: 'Its postings in its home lane, and the lots that it made or took from, as they stand now.',
    scope: 'journal:read',
    tags: ['screens'],
    params: operationPathSchema,
    answers: { 200: bookingsSchema },
    refusals: ['checkout.operation.unknown'] as readonly string[],
    handler: async ({ principal, params }) => {
      // Who may see the operation may see its bookings; the room says who.
      const seen = await askRoom<z.infer<typeof operationSchema>>(endpoints, 'GET /v1/operations/:operation', {
        principal,
        params,
      });
      if ('refusal' in seen) return seen;
      const place = house.tokens.decode('op', params.operation)!;
      const row = { lane: place.lane, seq: place.id };
      const [kept, postings, { lots, isCut }] = await Promise.all([
        house.machine.look.row(recordSheet, row),
        postingsOfRow(house.database, row),
        lotsOfRow(house.database, row),
      ]);
      return {
        status: 200 as const,
        body: {
          operation: params.operation,
          rulebook: house.promotions.versionOf(kept?.rulebook ?? 0) ?? 0,
          postings: postings.map((one) => postingBody(house, row.lane, one)),
          lots: lots.map((one) => lotBody(house, one)),
          lotsCut: isCut,
        },
      };
    },
  });
};

function postingBody(house: House, lane: number, posting: BookedPosting): Body['postings'][number] {
  const unit = house.programs.settings().unit(posting.unit);
  const isMember = posting.owner !== null && posting.owner_kind === 'member';
  return {
    account: posting.kind ?? SIDES[posting.side] ?? 'booked',
    ...(posting.wallet_type === null ? {} : { walletType: house.walletTypes.of(posting.wallet_type).code }),
    ...(isMember ? { member: house.tokens.encode('mem', lane, posting.owner!) } : {}),
    amount: formatQuantity(posting.amount, unit.decimals),
    unit: unit.code,
  };
}

function lotBody(house: House, lot: LotMoved): Body['lots'][number] {
  const unit = house.programs.settings().unit(lot.unit);
  const text = (amount: bigint): string => formatQuantity(amount, unit.decimals);
  return {
    effect: EFFECTS.get(lot.effect) as Body['lots'][number]['effect'],
    walletType: house.walletTypes.of(lot.wallet_type).code,
    unit: unit.code,
    change: text(lot.change),
    amount: text(lot.amount),
    remaining: text(lot.remaining),
    grantedBy: house.tokens.encode('op', lot.origin_lane, lot.origin_seq),
    activeAt: isoFromInstant(lot.active_at),
    ...(lot.expires_at === INSTANT_NEVER ? {} : { expiresAt: isoFromInstant(lot.expires_at) }),
  };
}
