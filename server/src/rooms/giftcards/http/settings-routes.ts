import type { z } from 'zod';
import {
  cashOutThresholdPageSchema,
  giftRatePageSchema,
  giftTermsListSchema,
  giftTermsSchema,
  newCashOutThresholdSchema,
  newGiftRateSchema,
  newGiftTermsSchema,
  programGiftPathSchema,
} from '../../../../../contract/giftcards.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import type { Endpoint } from '../../../platform/http/endpoint.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import { looserTerms } from '../looser-terms.ts';
import type { Terms, TermsContent } from '../terms.ts';
import { asRefusal, roomEndpoint, type GiftRouteDeps } from './room-endpoint.ts';

const TAGS = ['gift cards'];
const RATE_DECIMALS = 10;

const termsBody = ({ code, inForceFrom, unit, content }: Terms): z.input<typeof giftTermsSchema> =>
  ({ code, currency: unit.code, ...content, inForceFrom: isoFromInstant(inForceFrom) }) as z.input<
    typeof giftTermsSchema
  >;

/** Endpoints of what gift cards are sold on. All of it is dated; what was in force stays as it was. */
export function settingsRoutes(room: GiftRouteDeps): readonly Endpoint<Principal>[] {
  const { giftSettings, programs } = room;
  const unitOf = (tenant: number, code: string) => programs.settings().unitByCode(tenant, code);
  const codeOf = (unit: number): string => programs.settings().unit(unit).code;
  return [
    roomEndpoint({
      method: 'GET',
      path: '/v1/programs/:program/gift-terms',
      summary: 'List the terms of gift cards that are in force',
      scope: 'settings:read',
      tags: TAGS,
      params: programGiftPathSchema,
      answers: { 200: giftTermsListSchema },
      refusals: ['programs.program.not_found'],
      handler: ({ principal, params }) => {
        const program = programs.settings().programByCode(principal.tenant, params.program);
        // Whoever is bound to a program finds no other.
        if (!program || (principal.program ?? program.program) !== program.program)
          return refuse('programs.program.not_found', { program: params.program });
        const items = giftSettings.termsOfProgram(program.program, room.clock.now()).map(termsBody);
        return { status: 200 as const, body: { items } };
      },
    }),
    roomEndpoint({
      method: 'POST',
      path: '/v1/programs/:program/gift-terms',
      summary: 'Set terms of gift cards from a moment on',
      description:
        'Terms never change: new ones of the same code follow them, and hold for cards that were sold before.',
      scope: 'settings:write',
      tags: TAGS,
      params: programGiftPathSchema,
      body: newGiftTermsSchema,
      answers: { 201: giftTermsSchema },
      refusals: [
        'http.input.invalid',
        'partners.credential.beyond_own',
        'programs.program.not_found',
        'programs.unit.not_found',
        'cards.range.unknown',
        'giftcards.terms.range_unfit',
        'kernel.quantity.malformed',
        'kernel.quantity.negative',
        'kernel.quantity.too_many_decimals',
        'kernel.quantity.too_large',
        'giftcards.card.balance_too_large',
        'giftcards.terms.unlawful',
        'giftcards.terms.other_currency',
        'giftcards.terms.in_the_past',
        'giftcards.terms.date_taken',
      ],
      examples: { body: { code: 'gift', currency: 'EUR', numbers: { prefix: '6012', length: 16 }, voidHours: 24 } },
      secondPerson: {
        kind: 'giftcards.terms_loosen',
        effect: async ({ principal, params, body }) => {
          const program = programs.settings().programByCode(principal.tenant, params.program);
          const terms = program && giftSettings.termsOfProgram(program.program, room.clock.now());
          const before = terms?.find(({ code }) => code === body.code)?.content;
          const changes = before ? looserTerms(before, body as unknown as TermsContent) : [];
          if (changes.length === 0) return { ok: true };
          const facts = { program: params.program, terms: body.code, changes, inForceFrom: body.inForceFrom ?? 'now' };
          return { ok: true, effect: { subject: `gift terms ${body.code}`, facts } };
        },
      },
      handler: async ({ principal, params, body }) => {
        if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
        await programs.refresh();
        const program = programs.settings().programByCode(principal.tenant, params.program);
        if (!program) return refuse('programs.program.not_found', { program: params.program });
        const { code, currency, inForceFrom, ...content } = body as Omit<typeof body, 'expiry' | 'promotionalExpiry'> &
          Pick<TermsContent, 'expiry' | 'promotionalExpiry'>;
        const from = inForceFrom === undefined ? undefined : instantFromIso(inForceFrom);
        if (inForceFrom !== undefined && from === undefined) return refuse('http.input.invalid');
        const said = { code, currency, content, inForceFrom: from };
        const done = await giftSettings.setTerms(program, said, actorOf(principal));
        return done.ok ? { status: 201 as const, body: termsBody(done.terms) } : asRefusal(done);
      },
    }),
    roomEndpoint({
      method: 'GET',
      path: '/v1/gift-rates',
      summary: 'List the rates between currencies',
      scope: 'settings:read',
      tags: TAGS,
      answers: { 200: giftRatePageSchema },
      refusals: [],
      handler: ({ principal }) => {
        const items = giftSettings.rates(principal.tenant).map((row) => {
          const [from, to] = [programs.settings().unit(row.fromUnit), programs.settings().unit(row.toUnit)];
          const scaled =
            (row.numerator * 10n ** BigInt(RATE_DECIMALS + from.decimals)) /
            (row.denominator * 10n ** BigInt(to.decimals));
          const rate = formatQuantity(scaled, RATE_DECIMALS).replace(/\.?0+$/, '');
          return { from: from.code, to: to.code, rate, inForceFrom: isoFromInstant(row.inForceFrom) };
        });
        return { status: 200 as const, body: { items } };
      },
    }),
    roomEndpoint({
      method: 'POST',
      path: '/v1/gift-rates',
      summary: 'Set the rate between two currencies from a moment on',
      description: 'Every redemption keeps the rate it was made by, and its refund uses that one.',
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
      handler: async ({ principal, body }) => {
        if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
        const [from, to] = [unitOf(principal.tenant, body.from), unitOf(principal.tenant, body.to)];
        if (!from || !to || from.unit === to.unit)
          return refuse('programs.unit.not_found', { unit: from ? body.to : body.from });
        const rate = parseQuantity(body.rate, RATE_DECIMALS);
        if (!rate.ok || rate.value === 0n) return refuse('giftcards.amount.zero');
        const inForceFrom = instantFromIso(body.inForceFrom);
        if (inForceFrom === undefined) return refuse('http.input.invalid');
        const done = await giftSettings.setRate(
          {
            tenant: principal.tenant,
            fromUnit: from.unit,
            toUnit: to.unit,
            inForceFrom,
            // Per smallest step of each: a rate speaks of whole units.
            numerator: rate.value * 10n ** BigInt(to.decimals),
            denominator: 10n ** BigInt(RATE_DECIMALS + from.decimals),
          },
          actorOf(principal),
        );
        return done.ok ? { status: 201 as const, body } : asRefusal(done);
      },
    }),
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
        effect: ({ principal, body }) => {
          const { jurisdiction, currency, below, leftPercent } = body;
          const unit = unitOf(principal.tenant, currency);
          const known = giftSettings
            .thresholds(principal.tenant)
            .filter((row) => row.jurisdiction === jurisdiction && row.unit === unit?.unit);
          // The least that is known: what shall hold from yesterday on comes before what holds from today. Either word pays out by itself.
          const [least] = known.sort((a, b) => (a.below < b.below ? -1 : 1));
          const leastShare = Math.min(...known.map((row) => row.leftPercent ?? 0));
          const after = unit && parseQuantity(below, unit.decimals);
          // Wrong input is told by the act itself.
          if (!unit || !after?.ok) return Promise.resolve({ ok: true as const });
          const isSameShare = (leftPercent ?? 0) <= leastShare;
          if (least && after.value <= least.below && isSameShare) return Promise.resolve({ ok: true as const });
          const was = least && {
            below: formatQuantity(least.below, unit.decimals),
            leftPercent: least.leftPercent ?? null,
          };
          const facts = {
            jurisdiction,
            unit: currency,
            before: was ?? null,
            after: { below, leftPercent: leftPercent ?? null },
          };
          return Promise.resolve({
            ok: true as const,
            effect: { subject: `cash-out threshold ${jurisdiction}`, facts },
          });
        },
      },
      handler: async ({ principal, body }) => {
        if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
        const unit = unitOf(principal.tenant, body.currency);
        if (!unit) return refuse('programs.unit.not_found', { unit: body.currency });
        const below = parseQuantity(body.below, unit.decimals);
        if (!below.ok) return below;
        const inForceFrom = instantFromIso(body.inForceFrom);
        if (inForceFrom === undefined) return refuse('http.input.invalid');
        const done = await giftSettings.setThreshold(
          {
            ...{ tenant: principal.tenant, jurisdiction: body.jurisdiction, unit: unit.unit, below: below.value },
            ...{ leftPercent: body.leftPercent, inForceFrom },
          },
          actorOf(principal),
        );
        return done.ok ? { status: 201 as const, body } : asRefusal(done);
      },
    }),
  ];
}
