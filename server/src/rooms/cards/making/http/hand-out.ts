import {
  cardLinksInputSchema,
  cardLinksRevokedSchema,
  cardLinksRevokeSchema,
  cardLinkSendSchema,
  cardLinkSentSchema,
  cardLinksSchema,
  madeBatchPathSchema,
  madeCardsSendSchema,
  madeCardsSentSchema,
} from '../../../../../../contract/card-making.ts';
import { parseEmail } from '../../../../kernel/email.ts';
import { parsePhone } from '../../../../kernel/phone.ts';
import { isoFromInstant } from '../../../../kernel/instant.ts';
import { actorOf } from '../../../../platform/audit.ts';
import { refuse, type Ok, type Refusal } from '../../../../kernel/refusal.ts';
import { FAMILY } from '../../../../platform/lanes/index.ts';
import { NAME_REFUSALS, nameOperation } from '../../../members/index.ts';
import { speaksForTenant, type Principal } from '../../../partners/index.ts';
import type { Batch } from '../../batch.ts';
import type { HandsOut, LinkReceiver, SentCard } from '../distribution.ts';
import { NOT_KEPT, roomEndpoint, SCOPE, TAGS, toHandOut, type MakingRouteDeps } from './room-endpoint.ts';

const shared = { method: 'POST', tags: TAGS, params: madeBatchPathSchema } as const;

/** The batch behind a name, for who speaks for the whole tenant; only a released one: the others are there for nobody. */
export async function releasedBatch(
  { cards, tokens }: MakingRouteDeps,
  principal: Principal,
  name: string,
): Promise<Ok<{ readonly batch: Batch }> | Refusal> {
  if (!speaksForTenant(principal)) return refuse('programs.tenant.not_for_bound');
  const found = await cards.findBatch(principal.tenant, tokens.decode('cbat', name)?.id ?? 0n);
  if (!found.ok) return found;
  const { state } = found.batch;
  return state === 'released' ? found : refuse('cards.batch.unfit_state', { state });
}

/** Who hands out, as the audit keeps it. */
export const handsOut = (principal: Principal): HandsOut => ({
  ...actorOf(principal),
  credential: principal.credential,
});

const sentBody = ({ delivery, message, state, repeated }: Extract<SentCard, { readonly ok: true }>) => ({
  ...(delivery !== undefined && { delivery }),
  ...(message !== undefined && { message }),
  ...{ state, repeated },
});

export const BATCH_REFUSALS = [
  'programs.tenant.not_for_bound',
  'cards.batch.unknown',
  'cards.batch.unfit_state',
] as const;

/** `POST /v1/card-batches/:batch/links` */
export const openCardLinks = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/card-batches/:batch/links',
    summary: 'Give the cards of a batch links to hand out',
    description:
      'Once per batch; asked again the answer is the same. The links stand in `links.csv` of the batch. Each is claimed once, ends, and ' +
      'can be revoked. That of a gift card shows nothing before its card is activated.',
    scope: SCOPE,
    body: cardLinksInputSchema,
    answers: { 201: cardLinksSchema },
    refusals: [...BATCH_REFUSALS, 'delivery.link.unfit_state', 'delivery.setting.missing'] as string[],
    handler: async ({ principal, params, body }) => {
      const found = await releasedBatch(deps, principal, params.batch);
      if (!found.ok) return found;
      const { batch, range, tenant } = found.batch;
      const handedOut = toHandOut(deps.cards.settings().range(range), { tenant, batch });
      const opened = await deps.distribution.open(handedOut, { by: handsOut(principal), hours: body.hours });
      if (!opened.ok) return opened;
      const linksUntil = isoFromInstant(opened.links.expiresAt);
      return { status: 201 as const, body: { batch: params.batch, linksUntil }, headers: NOT_KEPT };
    },
  });

/** `POST /v1/card-batches/:batch/links/revoke` */
export const revokeCardLinks = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/card-batches/:batch/links/revoke',
    summary: 'Take the links of a batch back, or that of one card',
    description: 'What was claimed stays with who claimed it. What was taken back is not given again.',
    scope: SCOPE,
    body: cardLinksRevokeSchema,
    answers: { 200: cardLinksRevokedSchema },
    refusals: [...BATCH_REFUSALS, 'delivery.link.not_found', 'delivery.link.unfit_state'] as string[],
    handler: async ({ principal, params, body }) => {
      const found = await releasedBatch(deps, principal, params.batch);
      if (!found.ok) return found;
      const what = { serial: body.serial, by: handsOut(principal) };
      const revoked = await deps.distribution.revoke(principal.tenant, found.batch.batch, what);
      return revoked.ok ? { status: 200 as const, body: { batch: params.batch, revoked: true as const } } : revoked;
    },
  });

/** `POST /v1/card-batches/:batch/deliveries` */
export const sendMadeCards = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/card-batches/:batch/deliveries',
    summary:
      'Send the cards of a batch to the phones that their rows named, or whose members their rows named have proved',
    description:
      'Of gift cards a push, an SMS or a card that waits, as with a single delivery; of others an SMS with the link, which has to be ' +
      'open. Page by page; a card goes out once, however often it is asked for. A gift card that is not activated yet is told as such ' +
      'and goes out when it is asked for later.',
    scope: 'deliveries:write',
    body: madeCardsSendSchema,
    answers: { 200: madeCardsSentSchema },
    refusals: [...BATCH_REFUSALS] as string[],
    handler: async ({ principal, params, body }) => {
      const found = await releasedBatch(deps, principal, params.batch);
      if (!found.ok) return found;
      const { batch, range, tenant } = found.batch;
      const handedOut = toHandOut(deps.cards.settings().range(range), { tenant, batch });
      const cards = await deps.making.cardsOf(tenant, batch, body.after, body.limit);
      const items = [];
      for (const { serial, detail } of cards) {
        const phone = await deps.making.phoneFor(tenant, detail);
        if (phone === undefined) continue;
        const to = { phone, language: body.language, by: handsOut(principal) };
        const sent = await deps.distribution.send({ ...handedOut, serial }, to);
        items.push(
          sent.ok
            ? { serial, ...sentBody(sent) }
            : { serial, refusal: { code: sent.refusal, ...(sent.facts && { facts: { ...sent.facts } }) } },
        );
      }
      const next = cards.length === body.limit ? cards.at(-1)?.serial : undefined;
      const withoutPhone = cards.length - items.length;
      return { status: 200 as const, body: { items, withoutPhone, ...(next !== undefined && { next }) } };
    },
  });

function readReceiver(
  { programs }: MakingRouteDeps,
  tenant: number,
  to: { readonly phone: string } | { readonly email: string },
): Ok<{ readonly receiver: LinkReceiver }> | Refusal {
  if ('email' in to) {
    const email = parseEmail(to.email);
    return email.ok ? { ok: true, receiver: { email: email.value } } : email;
  }
  const phone = parsePhone(to.phone, programs.settings().tenant(tenant).defaultCountry);
  return phone.ok ? { ok: true, receiver: { phone: phone.value } } : phone;
}

/** `POST /v1/card-batches/:batch/links/send` */
export const sendCardLink = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/card-batches/:batch/links/send',
    summary: 'Send the link of one card by SMS or e-mail',
    description:
      'The links of the batch have to be open. The same reference is the same message. That of a gift card opens nothing before the card ' +
      'is activated.',
    scope: 'deliveries:write',
    body: cardLinkSendSchema,
    answers: { 202: cardLinkSentSchema },
    refusals: [
      ...NAME_REFUSALS,
      ...BATCH_REFUSALS,
      'kernel.phone.malformed',
      'kernel.email.malformed',
      'operation.reference_reused',
      'cards.card.unknown',
      'delivery.link.not_found',
      'delivery.link.unfit_state',
      'delivery.setting.missing',
    ] as string[],
    handler: async ({ principal, params, body, clientReference }) => {
      const named = nameOperation(principal, FAMILY.followUp, body.reference, clientReference);
      if (!named.ok) return named;
      const found = await releasedBatch(deps, principal, params.batch);
      if (!found.ok) return found;
      const { batch, range, tenant, quantity } = found.batch;
      const { serial, language } = body;
      if (serial > quantity) return refuse('cards.card.unknown');
      const read = readReceiver(deps, tenant, body.to);
      if (!read.ok) return read;
      const { space, reference } = named.name;
      const sent = await deps.distribution.sendLink(
        { ...toHandOut(deps.cards.settings().range(range), { tenant, batch }), serial },
        { receiver: read.receiver, language, reference: `${space}.${reference}`, by: handsOut(principal) },
      );
      return sent.ok ? { status: 202 as const, body: { serial, ...sentBody(sent) } } : sent;
    },
  });
