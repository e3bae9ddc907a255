import type { z } from 'zod';
import { cashOutThresholdPageSchema, newCashOutThresholdSchema } from '../../../../../contract/giftcards.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import type { Endpoint, EndpointRequest } from '../../../platform/http/endpoint.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Threshold } from '../gift-settings.ts';
import { asRefusal, roomEndpoint, type GiftRouteDeps } from './room-endpoint.ts';

const TAGS = ['gift cards'];

type Asked = EndpointRequest<Principal, unknown, unknown, z.output<typeof newCashOutThresholdSchema>>;

/** Reads the threshold that somebody asks for. Refuses whoever is bound to less than the tenant, and a currency, an amount and a moment that cannot be. */
async function readThreshold(
  { programs }: Pick<GiftRouteDeps, 'programs'>,
  { principal, body }: Pick<Asked, 'principal' | 'body'>,
): Promise<Ok<{ readonly row: Threshold; readonly decimals: number }> | Refusal> {
  const { tenant } = principal;
  if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
  // Another process may have defined a unit just now.
  await programs.refresh();
  const unit = programs.settings().unitByCode(tenant, body.currency);
  if (!unit) return refuse('programs.unit.not_found', { unit: body.currency });
  const below = parseQuantity(body.below, unit.decimals);
  if (!below.ok) return below;
  const inForceFrom = instantFromIso(body.inForceFrom);
  if (inForceFrom === undefined) return refuse('http.input.invalid');
  const { jurisdiction, leftPercent } = body;
  const row = { tenant, jurisdiction, unit: unit.unit, below: below.value, leftPercent, inForceFrom };
  return { ok: true, row, decimals: unit.decimals };
}

/** Endpoints of what is paid out of cards, by jurisdiction. It is dated; what was in force stays as it was. */
export function cashOutRoutes(room: GiftRouteDeps): readonly Endpoint<Principal>[] {
  const { giftSettings, programs } = room;
  const codeOf = (unit: number): string => programs.settings().unit(unit).code;
  return [
    roomEndpoint({
      method: 'GET',
      path: '/v1/cash-out-thresholds',
      summary: 'List below which balances are paid out where',
      scope: 'settings:read',
      tags: TAGS,
      answers: { 200: cashOutThresholdPageSchema },
      refusals: [],
      handler: ({ principal }) => {
        const items = giftSettings.thresholds(principal.tenant).map((row) => ({
          jurisdiction: row.jurisdiction,
          currency: codeOf(row.unit),
          below: formatQuantity(row.below, programs.settings().unit(row.unit).decimals),
          ...(row.leftPercent !== undefined && { leftPercent: row.leftPercent }),
          inForceFrom: isoFromInstant(row.inForceFrom),
        }));
        return { status: 200 as const, body: { items } };
      },
    }),
    roomEndpoint({
      method: 'POST',
      path: '/v1/cash-out-thresholds',
      summary: 'Set below which balances are paid out in a jurisdiction from a moment on',
      description:
        'Thresholds are data: whoever runs the program enters what the law of a place says: less than an amount, and, with `leftPercent`, also at ' +
        'most so much of what was put on the card.',
      scope: 'settings:write',
      tags: TAGS,
      body: newCashOutThresholdSchema,
      answers: { 201: newCashOutThresholdSchema },
      refusals: [
        'http.input.invalid',
        'partners.credential.beyond_own',
        'programs.unit.not_found',
        'kernel.quantity.malformed',
        'kernel.quantity.negative',
        'kernel.quantity.too_many_decimals',
        'kernel.quantity.too_large',
        'giftcards.terms.date_taken',
      ],
      examples: {
        body: { jurisdiction: 'us-ca', currency: 'USD', below: '10.00', inForceFrom: '2008-01-01T08:00:00Z' },
      },
      secondPerson: {
        kind: 'giftcards.cash_out_loosen',
        effect: async ({ principal, body }) => {
          const read = await readThreshold(room, { principal, body });
          if (!read.ok) return read;
          const { row, decimals } = read;
          await giftSettings.refresh();
          const known = giftSettings
            .thresholds(principal.tenant)
            .filter((one) => one.jurisdiction === row.jurisdiction && one.unit === row.unit);
          // The least that is known: what shall hold from yesterday on comes before what holds from today. Either word pays out by itself.
          const [least] = known.sort((a, b) => (a.below < b.below ? -1 : 1));
          const leastShare = Math.min(...known.map((one) => one.leftPercent ?? 0));
          if (least && row.below <= least.below && (row.leftPercent ?? 0) <= leastShare) return { ok: true };
          const { jurisdiction, below, leftPercent, currency, inForceFrom } = body;
          const was = least && {
            below: formatQuantity(least.below, decimals),
            leftPercent: least.leftPercent ?? null,
          };
          const facts = {
            jurisdiction,
            unit: currency,
            before: was ?? null,
            after: { below, leftPercent: leftPercent ?? null },
            inForceFrom,
          };
          return { ok: true, effect: { subject: `cash-out threshold ${jurisdiction}`, facts } };
        },
      },
      handler: async ({ principal, body }) => {
        const read = await readThreshold(room, { principal, body });
        if (!read.ok) return asRefusal(read);
        const done = await giftSettings.setThreshold(read.row, actorOf(principal));
        return done.ok ? { status: 201 as const, body } : asRefusal(done);
      },
    }),
  ];
}
