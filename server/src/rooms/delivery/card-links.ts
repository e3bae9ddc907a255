import { addSeconds, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import {
  CARD_NAME,
  meantFor,
  type BatchToHandOut,
  type CardLinks,
  type HandsOut,
  type LinksAbout,
  type ListedLinks,
  type OpenLinks,
} from '../cards/index.ts';
import type { CardPlace } from './delivery.ts';
import type { DeliveryDeps } from './deps.ts';
import { landingUrl } from './message.ts';
import { madeSecretOf, passSecretOf, readPassSecret, type MadePlace } from './names.ts';
import {
  countLinkEnds,
  endCardLink,
  findBatchLinks,
  findCardLinkEnd,
  findKeyOfMade,
  findLinkEnds,
  findOnlyDeliverer,
  insertBatchLinks,
  revokeBatchLinks,
  type BatchLinks,
} from './store/batch-links.ts';
import { findHoldingOfCard } from './store/holding.ts';
import { findSetting, type KeptSetting } from './store/setting.ts';
import { openView } from './view-card.ts';

const SECONDS_PER_HOUR = 3_600;
/** A link that is printed on a voucher or mailed lives longer than one that a friend passes on. */
const HOURS_OF_MADE_LINKS = 24 * 365;

/** Why cards of this program get no links; undefined where they may. */
export async function againstLinks(
  deps: DeliveryDeps,
  { tenant, program }: Pick<BatchToHandOut, 'tenant' | 'program'>,
): Promise<Refusal | undefined> {
  return (await delivererOf(deps, tenant, program)) ? undefined : refuse('delivery.setting.missing');
}

/** How the cards of a batch are delivered: as their program says, or the only one of the tenant that delivers. */
export async function delivererOf(
  { database }: DeliveryDeps,
  tenant: number,
  program: number | undefined,
): Promise<{ readonly program: number; readonly kept: KeptSetting } | undefined> {
  const told = program ?? (await findOnlyDeliverer(database, tenant));
  const kept = told === undefined ? undefined : await findSetting(database, tenant, told);
  return told !== undefined && kept ? { program: told, kept } : undefined;
}

/** The links of a batch while they are open. */
export async function openBatchLinks(
  { database, clock }: DeliveryDeps,
  batch: bigint,
): Promise<BatchLinks | undefined> {
  const links = await findBatchLinks(database, batch);
  return links && isOpen(links, clock.now()) ? links : undefined;
}

/**
 * Opens the links of a batch: each card's is one-time, expires, and shows nothing before the card is activated. Refuses what
 * `againstLinks` does, and links that were revoked: what was taken back is not given again.
 */
export async function openLinks(
  deps: DeliveryDeps,
  batch: BatchToHandOut,
  { by, hours }: { readonly by: HandsOut; readonly hours: number | undefined },
): Promise<Ok<{ readonly links: OpenLinks }> | Refusal> {
  const against = await againstLinks(deps, batch);
  if (against) return against;
  const madeAt = deps.clock.now();
  const expiresAt = addSeconds(madeAt, (hours ?? HOURS_OF_MADE_LINKS) * SECONDS_PER_HOUR);
  const { tenant } = batch;
  await deps.database.transaction(async (tx) => {
    const openedBy = { credential: by.credential, person: by.person };
    const isNew = await insertBatchLinks(tx, { batch: batch.batch, tenant, openedBy, madeAt, expiresAt });
    const after = { until: isoFromInstant(expiresAt) };
    if (isNew)
      await deps.audit?.(tx, { tenant, by, act: 'delivery.links.opened', subject: subjectOf(deps, batch), after });
  });
  const links = await findLinks(deps, batch);
  return links ? { ok: true, links } : refuse('delivery.link.unfit_state', { state: 'revoked' });
}

/** As the API names it. */
const subjectOf = ({ tokens }: DeliveryDeps, { batch }: { readonly batch: bigint }): string =>
  `card batch ${tokens.encode('cbat', 0, batch)}`;

/** The links of a batch as they are; undefined where none were opened, or they are over. */
export async function findLinks(deps: DeliveryDeps, batch: BatchToHandOut): Promise<OpenLinks | undefined> {
  const { tokens } = deps;
  const open = await openBatchLinks(deps, batch.batch);
  const deliverer = open?.tenant === batch.tenant && (await delivererOf(deps, batch.tenant, batch.program));
  if (!open || !deliverer) return undefined;
  const { setting } = deliverer.kept;
  const of = (serial: number): CardLinks => {
    const place = { batch: batch.batch, serial };
    const passes = `${setting.publicUrl}/v1/gift-passes/${passSecretOf(tokens, place)}`;
    return {
      url: landingUrl(setting, madeSecretOf(tokens, place)),
      apple: setting.apple && `${passes}/card.pkpass`,
      google: setting.google && `${passes}/google`,
    };
  };
  return { expiresAt: open.expiresAt, of };
}

const isOpen = (links: BatchLinks, at: Instant): boolean => links.revokedAt === undefined && links.expiresAt > at;

/** Ends the links of a batch, or of one of its cards. Refuses a card that was claimed, and a batch that never had links. */
export async function revokeLinks(
  deps: DeliveryDeps,
  tenant: number,
  batch: bigint,
  { serial, by }: { readonly serial: number | undefined; readonly by: HandsOut },
): Promise<Ok<object> | Refusal<'delivery.link.not_found' | 'delivery.link.unfit_state'>> {
  const { database, clock } = deps;
  const found = await findBatchLinks(database, batch);
  if (found?.tenant !== tenant) return refuse('delivery.link.not_found');
  await database.transaction(async (tx) => {
    const isEnded =
      serial === undefined
        ? (await revokeBatchLinks(tx, batch, tenant, clock.now())) !== undefined
        : await endCardLink(tx, { batch, serial }, 'revoked', clock.now());
    const of = serial === undefined ? {} : { serial };
    if (isEnded)
      await deps.audit?.(tx, {
        ...{ tenant, by, act: 'delivery.links.revoked', subject: subjectOf(deps, { batch }) },
        after: of,
      });
  });
  if (serial === undefined) return { ok: true };
  const state = await findCardLinkEnd(database, { batch, serial });
  return state === 'claimed' || state === 'declined' ? refuse('delivery.link.unfit_state', { state }) : { ok: true };
}

/** That a batch has links, since when and by whom, and what became of them; undefined where it never had. */
export async function linksAbout(
  { database, clock }: DeliveryDeps,
  tenant: number,
  batch: bigint,
): Promise<LinksAbout | undefined> {
  const found = await findBatchLinks(database, batch);
  if (found?.tenant !== tenant) return undefined;
  const { madeAt, expiresAt, revokedAt, openedBy } = found;
  const state = revokedAt !== undefined ? 'revoked' : expiresAt > clock.now() ? 'open' : 'over';
  return { state, openedAt: madeAt, expiresAt, revokedAt, openedBy, ended: await countLinkEnds(database, batch) };
}

/**
 * The links of a batch for who lists them, which is kept in the audit: the list can claim every card in it. Undefined where the batch never
 * had links; of those that are over it tells no address.
 */
export async function listLinks(
  deps: DeliveryDeps,
  batch: BatchToHandOut,
  by: HandsOut,
): Promise<ListedLinks | undefined> {
  const about = await linksAbout(deps, batch.tenant, batch.batch);
  if (!about) return undefined;
  const { tenant } = batch;
  await deps.database.transaction(async (tx) => {
    await deps.audit?.(tx, { tenant, by, act: 'delivery.links.listed', subject: subjectOf(deps, batch) });
  });
  const open = await findLinks(deps, batch);
  return {
    ...about,
    of: (serial) => open?.of(serial),
    ends: (from, to) => findLinkEnds(deps.database, batch, from, to),
  };
}

/** Where a card that was made stands by now; undefined while it is inert: then there is nothing that could be shown. */
export async function placeOfMade(
  { database, look }: DeliveryDeps,
  tenant: number,
  made: MadePlace,
): Promise<CardPlace | undefined> {
  const key = await findKeyOfMade(database, tenant, made);
  const found = key && (await look.name({ tenant, kind: CARD_NAME, key }));
  return found?.kind === 'gift_card' ? { lane: found.lane, card: found.subject, owner: found.owner } : undefined;
}

/** Whether whoever claims a card that was made with a link is the one for whom its row says that it was made, where it names a member. */
export async function isMeantFor(
  deps: DeliveryDeps,
  tenant: number,
  made: MadePlace,
  member: { readonly owner: bigint } | undefined,
): Promise<boolean> {
  const meant = await meantFor(deps, deps.look, { tenant, ...made });
  return meant === 'anybody' || (meant !== 'nobody' && member?.owner === meant.member.owner);
}

/** The card behind a link that it was made with, while nobody has claimed it; undefined for everything else. */
export async function findBehindMade(
  deps: DeliveryDeps,
  made: MadePlace,
): Promise<{ readonly tenant: number; readonly place: CardPlace } | undefined> {
  const links = await openBatchLinks(deps, made.batch);
  if (!links) return undefined;
  if ((await findCardLinkEnd(deps.database, made)) !== undefined) return undefined;
  const place = await placeOfMade(deps, links.tenant, made);
  if (!place || (await findHoldingOfCard(deps.database, place))) return undefined;
  return { tenant: links.tenant, place };
}

/**
 * A look at the card of a pass address: for whoever has it, until somebody claims the card to his phone. One answer for everything
 * that stands against it: no such address, an inert card, one that was claimed, blocked or is empty.
 */
export async function viewByPassSecret(
  deps: DeliveryDeps,
  secret: string,
): Promise<Ok<{ readonly view: string }> | Refusal<'delivery.link.unusable'>> {
  const made = readPassSecret(deps.tokens, secret);
  const found = made && (await findBehindMade(deps, made));
  const opened = found && (await openView(deps, found.tenant, found.place));
  return opened?.ok && opened.viewed.card.state === 'active'
    ? { ok: true, view: opened.viewed.view }
    : refuse('delivery.link.unusable');
}
