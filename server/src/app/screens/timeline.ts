import type { z } from 'zod';
import type { operationPageSchema } from '../../../../contract/checkout-answers.ts';
import {
  timelinePageSchema,
  timelinePathSchema,
  timelineQuerySchema,
  type timelineEntrySchema,
} from '../../../../contract/screens.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import { checkoutRoutes } from '../../rooms/checkout/http/routes.ts';
import { recordSheet } from '../../rooms/ledger/index.ts';
import { SIDES } from '../../rooms/points/index.ts';
import type { House } from '../compose.ts';
import { postingsOfOwner, type WalletPosting } from './read/postings.ts';
import { askRoom, screenEndpoint } from './screen-endpoint.ts';

type Entry = z.input<typeof timelineEntrySchema>;
type Change = Entry['changes'][number];
type Told = Pick<Entry, 'total' | 'receiptNumber' | 'reason'>;

/** `GET /v1/members/:member/timeline` */
export const timelineEndpoint = (house: House) => {
  const endpoints = checkoutRoutes(house);
  return screenEndpoint({
    method: 'GET',
    path: '/v1/members/:member/timeline',
    summary: "Show a member's history with what each operation did to the wallets",
    description:
      'Newest first. Points that stand in another lane are shown at the part of the operation that is there.',
    scope: 'journal:read',
    tags: ['screens'],
    params: timelinePathSchema,
    query: timelineQuerySchema,
    answers: { 200: timelinePageSchema },
    refusals: ['members.member.unknown', 'http.cursor.malformed'] as readonly string[],
    handler: async ({ principal, params, query }) => {
      const asked = { principal, query: { ...query, member: params.member } };
      const listed = await askRoom<z.infer<typeof operationPageSchema>>(endpoints, 'GET /v1/operations', asked);
      if ('refusal' in listed) return listed;
      const place = house.tokens.decode('mem', params.member)!;
      const owner = { lane: place.lane, owner: place.id };
      const changes = await changesOf(house, owner, listed.items);
      const items = await Promise.all(
        listed.items.map(async (item) => ({
          ...item,
          changes: changes.get(item.operation) ?? [],
          ...(await toldOf(house, item.kind, item.home ?? item.operation)),
        })),
      );
      return { status: 200 as const, body: { ...listed, items } };
    },
  });
};

/** By the operation as the list names it: the row in the member's own lane. */
async function changesOf(
  house: House,
  owner: OwnerKey,
  items: readonly { readonly operation: string }[],
): Promise<ReadonlyMap<string, Change[]>> {
  const rows = items.map(({ operation }) => house.tokens.decode('op', operation)!.id);
  const changes = new Map<string, Map<number, Change>>();
  for (const posting of await postingsOfOwner(house.database, owner, rows)) {
    const operation = house.tokens.encode('op', owner.lane, posting.seq);
    const ofOperation = changes.get(operation) ?? new Map<number, Change>();
    changes.set(operation, ofOperation);
    ofOperation.set(posting.wallet_type, withPosting(house, ofOperation.get(posting.wallet_type), posting));
  }
  return new Map([...changes].map(([operation, byType]) => [operation, [...byType.values()]]));
}

function withPosting(house: House, before: Change | undefined, posting: WalletPosting): Change {
  const unit = house.programs.settings().unit(posting.unit);
  const side = SIDES[posting.side] ?? 'booked';
  const none = { booked: '0', pending: '0', owed: '0' };
  // A debt is what the holder owes: on his account it stands with a minus.
  const amount = side === 'owed' ? -posting.amount : posting.amount;
  return {
    ...none,
    ...before,
    walletType: house.walletTypes.of(posting.wallet_type).code,
    unit: unit.code,
    [side]: formatQuantity(amount, unit.decimals),
  };
}

type Kept = { readonly is?: string; readonly receiptNumber?: string; readonly reason?: string };

/** What the record says of itself in a line: a sale its total and number, an act by hand its reason. */
async function toldOf(house: House, kind: string, operation: string): Promise<Told> {
  const place = house.tokens.decode('op', operation)!;
  const kept = await house.machine.look.row(recordSheet, { lane: place.lane, seq: place.id });
  const record = (kept?.record ?? {}) as Kept;
  const booked = { lane: place.lane, seq: place.id, recordedAt: house.clock.now(), repeated: false };
  return {
    ...(kind === 'checkout.sale' && kept
      ? { total: house.checkout.confirm.present(kept.record as never, booked).total }
      : {}),
    ...(typeof record.receiptNumber === 'string' && { receiptNumber: record.receiptNumber }),
    ...(typeof record.reason === 'string' && { reason: record.reason }),
  };
}
