import type { Instant } from '../../kernel/instant.ts';
import type { Phone } from '../../kernel/phone.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { BatchToHandOut, HandsOut, LinkReceiver, OpenLinks, SentCard } from '../cards/index.ts';
import { delivererOf, findLinks } from './card-links.ts';
import type { DeliveryDeps } from './deps.ts';
import { TEMPLATES } from './message.ts';
import { findCardLinkEnd } from './store/batch-links.ts';

type CardToSend = BatchToHandOut & { readonly serial: number };
type Language = 'en' | 'es';

const MICROSECONDS_PER_MILLISECOND = 1_000;
const LOCALES = { en: 'en-IE', es: 'es-ES' } as const;

/** A day as people of the language write it, somewhere on earth: the link holds to the end of it or nearly so. */
const dayText = (at: Instant, language: Language): string =>
  new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
    Number(at) / MICROSECONDS_PER_MILLISECOND,
  );

/**
 * Sends the link of one card by SMS or e-mail, for who speaks for the tenant; the same reference is the same message. Refuses a batch
 * without open links, and a card whose link is over. Of a gift card that is not activated yet the link opens nothing before it is.
 */
export async function sendLink(
  deps: DeliveryDeps,
  card: CardToSend,
  to: {
    readonly receiver: LinkReceiver;
    readonly language: Language;
    readonly reference: string;
    readonly by: HandsOut;
  },
): Promise<SentCard> {
  const links = await linksToSend(deps, card);
  if ('refusal' in links) return links;
  const { by, reference, receiver, language } = to;
  const { tenant, batch, serial } = card;
  return deps.database.transaction(async (tx) => {
    const sent = await enqueue(deps, tx, card, links, { receiver, language, reference: `card-link.${reference}` });
    if (sent.ok && !sent.repeated) await traceSent(deps, tx, { tenant, batch, serial, by }, sent.message);
    return sent;
  });
}

/**
 * Sends the link of a card that holds no money to the phone that its row named, once however often it is asked for. Refuses as `sendLink`
 * does, a card that somebody has, and one that is blocked or gone.
 */
export async function sendLinkToPhone(
  deps: DeliveryDeps,
  card: CardToSend,
  { phone, language, by }: { readonly phone: Phone; readonly language: Language; readonly by: HandsOut },
): Promise<SentCard> {
  const { tenant, batch, serial } = card;
  const links = await linksToSend(deps, card);
  if ('refusal' in links) return links;
  const found = await deps.memberCards.find(card.tenant, { batch, serial });
  if (!found) return refuse('delivery.card.unfit_state', { state: 'closed' });
  if (!found.isNobodys) return refuse('delivery.card.unfit_state', { state: 'active' });
  const reference = `card-link.row.${batch}.${serial}`;
  return deps.database.transaction(async (tx) => {
    const sent = await enqueue(deps, tx, card, links, { receiver: { phone }, language, reference });
    if (sent.ok && !sent.repeated) await traceSent(deps, tx, { tenant, batch, serial, by }, sent.message);
    return sent;
  });
}

const traceSent = async (
  deps: DeliveryDeps,
  tx: Tx,
  { tenant, batch, serial, by }: { tenant: number; batch: bigint; serial: number; by: HandsOut },
  message: string | undefined,
): Promise<void> =>
  deps.audit?.(tx, {
    ...{ tenant, by, act: 'delivery.link.sent' },
    subject: `card batch ${deps.tokens.encode('cbat', 0, batch)}`,
    after: { serial, message },
  });

type NoLink = Refusal<'delivery.link.not_found' | 'delivery.link.unfit_state'>;

async function linksToSend(deps: DeliveryDeps, card: CardToSend): Promise<OpenLinks | NoLink> {
  const links = await findLinks(deps, card);
  if (!links) return refuse('delivery.link.not_found');
  const state = await findCardLinkEnd(deps.database, card);
  return state === undefined ? links : refuse('delivery.link.unfit_state', { state });
}

async function enqueue(
  deps: DeliveryDeps,
  tx: Tx,
  { tenant, program, serial }: CardToSend,
  links: OpenLinks,
  { receiver, language, reference }: { receiver: LinkReceiver; language: Language; reference: string },
): Promise<SentCard> {
  const deliverer = await delivererOf(deps, tenant, program);
  if (!deliverer) return refuse('delivery.setting.missing');
  const { brand } = deliverer.kept.setting;
  const facts = { tenant: brand, url: links.of(serial).url, until: dayText(links.expiresAt, language) };
  // Whoever has the link may take the card: gone from the queue once it was sent.
  const common = { tenant, reference, template: TEMPLATES.link, facts, language, isSecret: true } as const;
  const queued = await deps.notifications.enqueue(
    tx,
    'phone' in receiver ? { ...common, kind: 'sms', to: receiver } : { ...common, kind: 'email', to: receiver },
  );
  if (!queued.ok) return refuse('operation.reference_reused');
  const { message, state, isRepeat } = queued;
  return { ok: true, message: deps.notifications.messageToken(message), state, repeated: isRepeat };
}
