import type { z } from 'zod';
import {
  giftTermsListSchema,
  giftTermsSchema,
  newGiftTermsSchema,
  programGiftPathSchema,
} from '../../../../../contract/giftcards.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import type { Endpoint, EndpointRequest } from '../../../platform/http/endpoint.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Program } from '../../programs/index.ts';
import type { NewTerms } from '../gift-settings.ts';
import type { Loosened } from '../loosened-since.ts';
import type { Terms, TermsContent } from '../terms.ts';
import { asRefusal, roomEndpoint, type GiftRouteDeps } from './room-endpoint.ts';

const TAGS = ['gift cards'];

const termsBody = ({ code, inForceFrom, unit, content }: Terms): z.input<typeof giftTermsSchema> =>
  ({ code, currency: unit.code, ...content, inForceFrom: isoFromInstant(inForceFrom) }) as z.input<
    typeof giftTermsSchema
  >;

type Asked = EndpointRequest<Principal, { readonly program: string }, unknown, z.output<typeof newGiftTermsSchema>>;

/** Reads the terms that somebody asks for. Refuses whoever is bound to less than the tenant, a program that is not there, a moment that no calendar has. */
async function readTerms(
  { programs }: Pick<GiftRouteDeps, 'programs'>,
  { principal, params, body }: Pick<Asked, 'principal' | 'params' | 'body'>,
): Promise<Ok<{ readonly program: Program; readonly said: NewTerms }> | Refusal> {
  if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
  // Another process may have opened the program or a unit just now.
  await programs.refresh();
  const program = programs.settings().programByCode(principal.tenant, params.program);
  if (!program) return refuse('programs.program.not_found', { program: params.program });
  const { code, currency, inForceFrom, ...content } = body as Omit<typeof body, 'expiry' | 'promotionalExpiry'> &
    Pick<TermsContent, 'expiry' | 'promotionalExpiry'>;
  const from = inForceFrom === undefined ? undefined : instantFromIso(inForceFrom);
  if (inForceFrom !== undefined && from === undefined) return refuse('http.input.invalid');
  return { ok: true, program, said: { code, currency, content, inForceFrom: from } };
}

const changeBody = ({ since, ...change }: Loosened) => ({
  ...change,
  ...(since !== undefined && { since: isoFromInstant(since) }),
});

/** Endpoints of the terms that gift cards are sold on. They are dated; what was in force stays as it was. */
export function settingsRoutes(room: GiftRouteDeps): readonly Endpoint<Principal>[] {
  const { giftSettings, programs } = room;
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
        'Terms never change: new ones of the same code follow them, and hold for cards that were sold before. Looser than any that hold or ' +
        'are scheduled for the same cards, of this code or another, they wait for a second person.',
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
          const read = await readTerms(room, { principal, params, body });
          if (!read.ok) return read;
          const found = await giftSettings.foreseeTerms(read.program, read.said);
          if (!found.ok) return found;
          const changes = found.loosened.map(changeBody);
          if (changes.length === 0) return { ok: true };
          const facts = { program: params.program, terms: body.code, changes, inForceFrom: body.inForceFrom ?? 'now' };
          return { ok: true, effect: { subject: `gift terms ${body.code}`, facts } };
        },
      },
      handler: async ({ principal, params, body }) => {
        const read = await readTerms(room, { principal, params, body });
        if (!read.ok) return asRefusal(read);
        const done = await giftSettings.setTerms(read.program, read.said, actorOf(principal));
        return done.ok ? { status: 201 as const, body: termsBody(done.terms) } : asRefusal(done);
      },
    }),
  ];
}
