import type { Distribution } from '../cards/index.ts';
import { againstLinks, findLinks, linksAbout, listLinks, openLinks, revokeLinks } from './card-links.ts';
import type { DeliveryDeps } from './deps.ts';
import { nameOf } from './names.ts';
import { sendLink, sendLinkToPhone } from './send-link.ts';
import { sendMade } from './send-made.ts';

/** How cards that were made are handed out: fills the slot of the room below. */
export const distributionBy = (deps: DeliveryDeps): Distribution => ({
  against: (batch) => againstLinks(deps, batch),
  open: (batch, asked) => openLinks(deps, batch, asked),
  find: (batch) => findLinks(deps, batch),
  about: (tenant, batch) => linksAbout(deps, tenant, batch),
  list: (batch, by) => listLinks(deps, batch, by),
  revoke: (tenant, batch, what) => revokeLinks(deps, tenant, batch, what),
  sendLink: (card, to) => sendLink(deps, card, to),
  send: async (card, to) => {
    if (await deps.memberCards.kindOf(card.tenant, card.batch)) return sendLinkToPhone(deps, card, to);
    const sent = await sendMade(deps, card, to);
    if (!sent.ok) return sent;
    const { delivery, state } = sent.delivery;
    return { ok: true, delivery: nameOf(deps.tokens, 'delivery', delivery), state, repeated: sent.repeated };
  },
});
