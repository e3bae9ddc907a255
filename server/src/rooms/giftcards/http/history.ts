import { giftCardPathSchema, giftHistorySchema } from '../../../../../contract/giftcards.ts';
import { pageQuery } from '../../../../../contract/common.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { findCard } from '../../cards/index.ts';
import { speaksForTenant } from '../../partners/index.ts';
import { listGiftHistory } from '../read/history.ts';
import { giftSheet } from '../index.ts';
import { roomEndpoint, type GiftRouteDeps } from './room-endpoint.ts';

const NO_END = 9_223_372_036_854_775_807n;

/** `GET /v1/gift-cards/:card/history` */
export const giftHistory = ({ tokens, machine, programs, partners, database }: GiftRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/gift-cards/:card/history',
    summary: 'List what was done with a gift card',
    description:
      'Newest first, each with what it did to the money that stands on the card. For those who speak for the whole tenant.',
    scope: 'journal:read',
    tags: ['gift cards'],
    params: giftCardPathSchema,
    query: pageQuery,
    answers: { 200: giftHistorySchema },
    refusals: ['giftcards.card.unknown', 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const before = query.cursor === undefined ? NO_END : readCursor(query.cursor);
      if (before === undefined) return refuse('http.cursor.malformed');
      const { tenant } = principal;
      const found = await findCard(tokens, machine.look, tenant, params.card);
      if (!found.ok || !speaksForTenant(principal)) return refuse('giftcards.card.unknown');
      const gift = await machine.look.row(giftSheet, found.holder);
      if (!gift) return refuse('giftcards.card.unknown');
      const { code: currency, decimals } = programs.settings().unit(gift.unit);
      const asked = { before, tenant, limit: query.limit + 1 };
      const rows = await listGiftHistory(database, found.holder, asked);
      const body = pageOfRows(
        rows,
        query.limit,
        ({ lane, seq, home_lane, home_seq, kind, occurred_at, recorded_at, outlet, change }) => ({
          operation: tokens.encode('op', home_lane ?? lane, home_seq ?? seq),
          kind,
          occurredAt: isoFromInstant(occurred_at),
          recordedAt: isoFromInstant(recorded_at),
          ...outletOf(partners, outlet),
          change: formatQuantity(change, decimals),
          currency,
        }),
        ({ seq }) => [String(seq)],
      );
      return { status: 200 as const, body };
    },
  });

// What time does by itself happens at no outlet.
const outletOf = (partners: GiftRouteDeps['partners'], outlet: number): { outlet?: string } =>
  outlet === 0 ? {} : { outlet: partners.settings().outlet(outlet).code };

function readCursor(cursor: string): bigint | undefined {
  const read = decodeCursor(cursor, ['string']);
  return read.ok && /^\d{1,18}$/.test(read.key[0]) ? BigInt(read.key[0]) : undefined;
}
