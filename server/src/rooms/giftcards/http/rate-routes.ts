import type { z } from 'zod';
import { giftRatePageSchema, newGiftRateSchema } from '../../../../../contract/giftcards.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import type { Endpoint, EndpointRequest } from '../../../platform/http/endpoint.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { DatedRate } from '../gift-settings.ts';
import { asRefusal, roomEndpoint, type GiftRouteDeps } from './room-endpoint.ts';

const TAGS = ['gift cards'];
const RATE_DECIMALS = 10;

type Deps = Pick<GiftRouteDeps, 'programs'>;
type Asked = EndpointRequest<Principal, unknown, unknown, z.output<typeof newGiftRateSchema>>;

/** So much of one currency for one of another, as people write it. */
function rateText({ programs }: Deps, row: DatedRate): string {
  const [from, to] = [programs.settings().unit(row.fromUnit), programs.settings().unit(row.toUnit)];
  const scaled =
    (row.numerator * 10n ** BigInt(RATE_DECIMALS + from.decimals)) / (row.denominator * 10n ** BigInt(to.decimals));
  return formatQuantity(scaled, RATE_DECIMALS).replace(/\.?0+$/, '');
}

/** Reads the rate that somebody asks for. Refuses whoever is bound to less than the tenant, and units, a rate and a moment that cannot be. */
async function readRate(
  { programs }: Deps,
  { principal, body }: Pick<Asked, 'principal' | 'body'>,
): Promise<Ok<{ readonly row: DatedRate }> | Refusal> {
  const { tenant } = principal;
  if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
  // Another process may have defined a unit just now.
  await programs.refresh();
  const [from, to] = [body.from, body.to].map((code) => programs.settings().unitByCode(tenant, code));
  if (!from || !to || from.unit === to.unit)
    return refuse('programs.unit.not_found', { unit: from ? body.to : body.from });
  const rate = parseQuantity(body.rate, RATE_DECIMALS);
  if (!rate.ok || rate.value === 0n) return refuse('giftcards.amount.zero');
  const inForceFrom = instantFromIso(body.inForceFrom);
  if (inForceFrom === undefined) return refuse('http.input.invalid');
  const row: DatedRate = {
    ...{ tenant, fromUnit: from.unit, toUnit: to.unit, inForceFrom },
    // Per smallest step of each: a rate speaks of whole units.
    numerator: rate.value * 10n ** BigInt(to.decimals),
    denominator: 10n ** BigInt(RATE_DECIMALS + from.decimals),
  };
  return { ok: true, row };
}

const isSameRate = (one: DatedRate, other: DatedRate): boolean =>
  one.numerator * other.denominator === other.numerator * one.denominator;

/** Endpoints of the rates by which a card pays in another currency. They are dated; what was in force stays as it was. */
export function rateRoutes(room: GiftRouteDeps): readonly Endpoint<Principal>[] {
  const { giftSettings, programs } = room;
  return [
    roomEndpoint({
      method: 'GET',
      path: '/v1/gift-rates',
      summary: 'List the rates between currencies',
      scope: 'settings:read',
      tags: TAGS,
      answers: { 200: giftRatePageSchema },
      refusals: [],
      handler: ({ principal }) => {
        const items = giftSettings.rates(principal.tenant).map((row) => ({
          from: programs.settings().unit(row.fromUnit).code,
          to: programs.settings().unit(row.toUnit).code,
          rate: rateText(room, row),
          inForceFrom: isoFromInstant(row.inForceFrom),
        }));
        return { status: 200 as const, body: { items } };
      },
    }),
    roomEndpoint({
      method: 'POST',
      path: '/v1/gift-rates',
      summary: 'Set the rate between two currencies from a moment on',
      description:
        'Every redemption keeps the rate it was made by, and its refund uses that one. Another rate than those that hold or are scheduled ' +
        'waits for a second person, in either direction: cards pay more by it or less.',
      scope: 'settings:write',
      tags: TAGS,
      body: newGiftRateSchema,
      answers: { 201: newGiftRateSchema },
      refusals: [
        'http.input.invalid',
        'partners.credential.beyond_own',
        'programs.unit.not_found',
        'giftcards.amount.zero',
        'giftcards.terms.date_taken',
      ],
      examples: { body: { from: 'EUR', to: 'USD', rate: '1.0837', inForceFrom: '2026-11-22T00:00:00Z' } },
      secondPerson: {
        kind: 'giftcards.rate_change',
        effect: async ({ principal, body }) => {
          const read = await readRate(room, { principal, body });
          if (!read.ok) return read;
          const { row } = read;
          const soFar = await giftSettings.ratesSoFar(row);
          if (soFar.length > 0 && soFar.every((one) => isSameRate(one, row))) return { ok: true };
          const after = rateText(room, row);
          const told = soFar.map((one) => ({ before: rateText(room, one), since: isoFromInstant(one.inForceFrom) }));
          const before = told.length > 0 ? told : [{ before: 'none' }];
          const changes = before.map((one) => ({ setting: `${body.from} ${body.to}`, ...one, after }));
          const facts = { changes, inForceFrom: body.inForceFrom };
          return { ok: true, effect: { subject: `gift rate ${body.from} ${body.to}`, facts } };
        },
      },
      handler: async ({ principal, body }) => {
        const read = await readRate(room, { principal, body });
        if (!read.ok) return asRefusal(read);
        const done = await giftSettings.setRate(read.row, actorOf(principal));
        return done.ok ? { status: 201 as const, body } : asRefusal(done);
      },
    }),
  ];
}
