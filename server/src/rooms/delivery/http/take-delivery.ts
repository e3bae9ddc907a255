import { deliveryInputSchema, deliveryTakenSchema } from '../../../../../contract/delivery.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { NAME_REFUSALS, nameOperation } from '../../members/index.ts';
import type { Outlet, PartnerSettings } from '../../partners/index.ts';
import { nameOf } from '../names.ts';
import { roomEndpoint, TAGS, type DeliveryRouteDeps } from './room-endpoint.ts';

/** The space in which the sales of the same till are named: what paid for the card is looked for there. */
const spaceOfTill = (settings: PartnerSettings, outlet: Outlet, terminal: number | undefined): bigint => {
  const own = terminal === undefined ? undefined : settings.terminal(terminal);
  return own?.hasOwnReferences === true ? 2n * BigInt(own.terminal) + 1n : 2n * BigInt(outlet.partner);
};

const REFUSALS: readonly string[] = [
  ...NAME_REFUSALS,
  'operation.reference_reused',
  'partners.outlet.missing',
  'partners.outlet.not_found',
  'kernel.phone.malformed',
  'kernel.card_number.malformed',
  'guards.attempts.too_many',
  'delivery.card.unknown',
  'delivery.setting.missing',
  'delivery.card.unfit_state',
  'delivery.phone.blocked',
  'delivery.sale.voided',
  'delivery.card.on_its_way',
];

/** `POST /v1/gift-card-deliveries` */
export const takeDelivery = ({ delivery, tokens, partners }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/gift-card-deliveries',
    summary: 'Send a gift card to a phone',
    description:
      'After activation and payment. A member whose app answers gets a push; everybody else an SMS with the link of the store. ' +
      'The number is not kept and not answered.',
    scope: 'deliveries:write',
    tags: TAGS,
    body: deliveryInputSchema,
    answers: { 202: deliveryTakenSchema },
    refusals: REFUSALS,
    examples: {
      body: {
        reference: 'T4-2026-11-22-000188',
        card: { number: '6006 4900 0000 0017' },
        phone: '+34600123456',
        amount: '25.00',
        unit: 'EUR',
        paidBy: { kind: 'sale', reference: 'T4-2026-11-22-000187' },
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const named = nameOperation(principal, FAMILY.followUp, body.reference, clientReference);
      if (!named.ok) return named;
      const settings = partners.settings();
      const { terminal } = principal;
      const there = body.outlet === undefined ? undefined : settings.outletByCode(principal.tenant, body.outlet);
      // Another partner's outlet is not there for a credential that is bound.
      const told = there && partners.mayActFor(principal, there) ? there : undefined;
      if (body.outlet !== undefined && !told) return refuse('partners.outlet.not_found', { outlet: body.outlet });
      const bound = principal.outlet === undefined ? undefined : settings.outlet(principal.outlet);
      const outlet = terminal === undefined ? (told ?? bound) : settings.outlet(settings.terminal(terminal).outlet);
      // In a program alone there is no partner whose reference it could be.
      if (outlet === undefined && principal.program !== undefined) return refuse('partners.outlet.missing');
      const space = outlet === undefined ? named.name.space : spaceOfTill(settings, outlet, terminal);
      const { card, phone, amount, unit, language, paidBy } = body;
      const outcome = await delivery.accept({
        ...{ tenant: principal.tenant, space, reference: named.name.reference, terminal },
        outlet: outlet?.outlet ?? 0,
        by: actorOf(principal),
        ...{ partner: principal.partner, card: card.number, phone, amount, unit, language, paidBy },
      });
      if (!outcome.ok) return outcome;
      const { lane, card: id, phoneMasked, state } = outcome.delivery;
      return {
        status: 202 as const,
        body: {
          delivery: nameOf(tokens, 'delivery', outcome.delivery.delivery),
          card: tokens.encode('card', lane, id),
          masked: outcome.masked,
          phone: phoneMasked,
          state,
          repeated: outcome.repeated,
        },
      };
    },
  });
