import { canonicalJson } from '../../kernel/canonical.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Phone } from '../../kernel/phone.ts';
import { refuse } from '../../kernel/refusal.ts';
import { keyedDigests } from '../../platform/keys.ts';
import { referenceBytes } from '../../platform/lanes/index.ts';
import { repeatOf, writeDelivery, type AcceptOutcome } from './accept.ts';
import { placeOfMade } from './card-links.ts';
import { isPhoneBlocked } from './courier.ts';
import type { DeliveryDeps } from './deps.ts';
import type { MadePlace } from './names.ts';
import { sealPhone } from './sealed-phone.ts';
import { findByReference } from './store/delivery.ts';
import { findSetting } from './store/setting.ts';

// No till asked: neither terminal nor partner has this space.
const SPACE = 0n;
const NO_OUTLET = 0;

/**
 * Sends a card to the phone that was told when it was made. Once per card, however often it is asked for. Refuses a card that is
 * inert still, as one that does not exist; and what `acceptDelivery` refuses of a card.
 */
export async function sendMade(
  deps: DeliveryDeps,
  { tenant, ...made }: MadePlace & { readonly tenant: number },
  { phone, language, by }: { readonly phone: Phone; readonly language: 'en' | 'es'; readonly by: Actor },
): Promise<AcceptOutcome> {
  const { database, keys, clock, giftCards } = deps;
  const named = `card-batch/${made.batch}/${made.serial}`;
  const reference = referenceBytes(named);
  const contents = keyedDigests(keys, canonicalJson({ made: named, phone }), 'delivery-content');
  const known = await findByReference(database, tenant, SPACE, reference);
  if (known) return repeatOf(deps, known, contents);
  const place = await placeOfMade(deps, tenant, made);
  const card = place && (await giftCards.show(tenant, place));
  if (!card) return refuse('delivery.card.unfit_state', { state: 'inactive' });
  if (card.state !== 'active') return refuse('delivery.card.unfit_state', { state: card.state });
  if (!(await findSetting(database, tenant, card.program))) return refuse('delivery.setting.missing');
  if (await isPhoneBlocked(deps, tenant, phone)) return refuse('delivery.phone.blocked');
  const sent = await writeDelivery(deps, card, by, {
    ...{ tenant, space: SPACE, reference, program: card.program, outlet: NO_OUTLET, paidBy: undefined },
    ...{ lane: card.lane, card: card.card, owner: card.owner, content: contents[0]! },
    ...sealPhone(keys, tenant, phone),
    ...{ language, amount: card.balance, unit: card.unit, madeAt: clock.now() },
  });
  if (sent) return { ok: true, delivery: sent, masked: card.masked, repeated: false };
  const other = await findByReference(database, tenant, SPACE, reference);
  return other ? repeatOf(deps, other, contents) : refuse('delivery.card.on_its_way');
}
