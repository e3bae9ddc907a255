import { canonicalJson } from '../../kernel/canonical.ts';
import { addSeconds, isoFromInstant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { keyedDigests } from '../../platform/keys.ts';
import { referenceBytes } from '../../platform/lanes/index.ts';
import type { Actor } from '../../platform/audit.ts';
import type { DeliveryDeps } from './deps.ts';
import { landingUrl } from './message.ts';
import { nameOf } from './names.ts';
import type { Holding } from './store/holding.ts';
import { endOpenLink, findLink, findLinkByReference, insertLink, type Link } from './store/link.ts';
import { traceDelivery } from './trace-delivery.ts';
import { findSetting } from './store/setting.ts';

export type ShareInput = {
  readonly space: bigint;
  readonly reference: string;
  /** How long the link lives; the program says where it is left out. */
  readonly hours?: number | undefined;
};

/** A link to pass on, and the words to pass it on with. Neither holds a number or PIN. */
export type Shared = { readonly link: Link; readonly url: string; readonly text: string };

export type ShareOutcome =
  | Ok<{ readonly shared: Shared; readonly repeated: boolean }>
  | Refusal<
      | 'operation.reference_reused'
      | 'delivery.setting.missing'
      | 'delivery.card.not_held'
      | 'delivery.link.open_already'
    >;

const SECONDS_PER_HOUR = 3_600;

/**
 * Offers a card to whoever claims the link first. It stays the holder's, who may spend it, until then. Refuses a reference with
 * other content, a program without settings, a card that is on its way to its new number, and one that another link offers.
 */
export async function share(
  deps: DeliveryDeps,
  holding: Holding,
  input: ShareInput,
  by?: Actor,
): Promise<ShareOutcome> {
  const { database, keys, tokens, clock } = deps;
  const { tenant, program } = holding;
  const said = canonicalJson({ holding: String(holding.holding), hours: input.hours ?? null });
  const contents = keyedDigests(keys, said, 'delivery-link');
  const reference = referenceBytes(input.reference);
  const kept = await findSetting(database, tenant, program);
  if (!kept) return refuse('delivery.setting.missing');
  if (!holding.isSettled) return refuse('delivery.card.not_held');
  const shown = (link: Link, repeated: boolean): ShareOutcome => {
    const url = landingUrl(kept.setting, nameOf(tokens, 'linkSecret', link.link));
    return { ok: true, repeated, shared: { link, url, text: `${kept.setting.brand}: ${url}` } };
  };
  const repeat = async (): Promise<ShareOutcome | undefined> => {
    const known = await findLinkByReference(database, tenant, input.space, reference);
    if (!known) return undefined;
    return contents.some((content) => content.equals(known.content))
      ? shown(known, true)
      : refuse('operation.reference_reused');
  };
  const known = await repeat();
  if (known) return known;
  const madeAt = clock.now();
  const expiresAt = addSeconds(madeAt, (input.hours ?? kept.setting.linkHours) * SECONDS_PER_HOUR);
  const made = await database.transaction(async (tx) => {
    const link = await insertLink(tx, {
      ...{ tenant, holding: holding.holding, content: contents[0] },
      ...{ space: input.space, reference, madeAt, expiresAt },
    });
    const subject = `card ${tokens.encode('card', holding.lane, holding.card)}`;
    const after = link && { link: nameOf(tokens, 'link', link.link), until: isoFromInstant(expiresAt) };
    if (after) await traceDelivery(deps, tx, by, { tenant, act: 'delivery.offer.made', subject, after });
    return link;
  });
  return made ? shown(made, false) : ((await repeat()) ?? refuse('delivery.link.open_already'));
}

export type RevokeOutcome =
  | Ok<{ readonly link: Link }>
  | Refusal<'delivery.link.not_found' | 'delivery.link.unfit_state'>;

/**
 * Takes an offer back. Refuses a link that is not there, and one that was claimed or declined. A second time answers as the first.
 * `holding` is whose link it must be; undefined for who speaks for the tenant.
 */
export async function revokeLink(
  deps: DeliveryDeps,
  tenant: number,
  id: bigint,
  holding?: bigint,
  by?: Actor,
): Promise<RevokeOutcome> {
  const { database, clock } = deps;
  const found = await findLink(database, id);
  if (!found || found.tenant !== tenant || (holding !== undefined && found.holding !== holding))
    return refuse('delivery.link.not_found');
  const ended = await database.transaction(async (tx) => {
    const link = await endOpenLink(tx, id, 'revoked', clock.now());
    const facts = { before: { state: found.state }, after: { state: 'revoked' } };
    const subject = `claim link ${nameOf(deps.tokens, 'link', id)}`;
    if (link) await traceDelivery(deps, tx, by, { tenant, act: 'delivery.offer.revoked', subject, ...facts });
    return link;
  });
  if (ended) return { ok: true, link: ended };
  const now = (await findLink(database, id)) ?? found;
  const isOver = now.state === 'revoked' || now.state === 'open';
  return isOver ? { ok: true, link: now } : refuse('delivery.link.unfit_state', { state: now.state });
}
