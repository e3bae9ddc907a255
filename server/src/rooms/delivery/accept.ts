import { canonicalJson } from '../../kernel/canonical.ts';
import { normaliseCardNumber } from '../../kernel/card-number.ts';
import { parsePhone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { keyedDigests } from '../../platform/keys.ts';
import { FAMILY, referenceBytes } from '../../platform/lanes/index.ts';
import { isWaiting, type Delivery, type PaidBy } from './delivery.ts';
import type { DeliveryDeps, GiftCard } from './deps.ts';
import type { Actor } from '../../platform/audit.ts';
import { isPhoneBlocked } from './courier.ts';
import { nameOf } from './names.ts';
import { traceDelivery } from './trace-delivery.ts';
import { sealPhone } from './sealed-phone.ts';
import { findByReference, insertDelivery, lockDeliveryOfCard, noteStep, type NewDelivery } from './store/delivery.ts';
import { findSetting } from './store/setting.ts';
import { withdraw } from './withdraw.ts';

/** What a till posts after activation and payment. */
export type DeliveryInput = {
  readonly tenant: number;
  readonly space: bigint;
  readonly reference: string;
  readonly outlet: number;
  readonly terminal?: number | undefined;
  readonly partner?: number | undefined;
  /** Who asks for it, as the audit keeps him. */
  readonly by?: Actor | undefined;
  readonly card: string;
  readonly phone: string;
  readonly amount: string;
  readonly unit: string;
  readonly language: 'en' | 'es';
  /** Reference of the sale, or of the activation or load, that must not have been voided. */
  readonly paidBy?: { readonly kind: 'sale' | 'activation' | 'load'; readonly reference: string } | undefined;
};

export type AcceptOutcome =
  | Ok<{ readonly delivery: Delivery; readonly masked: string; readonly repeated: boolean }>
  | Refusal;

const FAMILY_OF = { sale: FAMILY.sale, activation: FAMILY.card, load: FAMILY.load } as const;

/**
 * Takes a gift card for delivery. Refuses, in this order: a reference with other content; a phone or number that is none; a card
 * that is not there (counted as a miss of the terminal); a program without settings; a card that is not active; a phone of a blocked
 * member; a sale that was voided; a card that is on its way to another phone, unless the program says that the second phone gets it.
 */
export async function acceptDelivery(deps: DeliveryDeps, input: DeliveryInput): Promise<AcceptOutcome> {
  const { database, keys, guard, giftCards, clock } = deps;
  const { tenant, space } = input;
  const reference = referenceBytes(input.reference);
  const contents = contentsOf(deps, input);
  const known = await findByReference(database, tenant, space, reference);
  if (known) return repeatOf(deps, known, contents);

  const phone = parsePhone(input.phone, deps.programs.settings().tenant(tenant).defaultCountry);
  if (!phone.ok) return phone;
  const number = normaliseCardNumber(input.card);
  if (!number.ok) return number;
  const { terminal, partner } = input;
  const asked = await guard.velocity({ tenant, terminal, partner });
  if (!asked.ok) return asked;
  const place = await giftCards.find(tenant, number.value);
  const card = place && (await giftCards.show(tenant, place));
  if (!card) return refuse('delivery.card.unknown');
  await asked.spare();
  if (!(await findSetting(database, tenant, card.program))) return refuse('delivery.setting.missing');
  if (card.state !== 'active') return refuse('delivery.card.unfit_state', { state: card.state });
  if (await isPhoneBlocked(deps, tenant, phone.value)) return refuse('delivery.phone.blocked');
  const paidBy = await findPayment(deps, input);
  if (paidBy === 'voided') return refuse('delivery.sale.voided');

  const made = await writeDelivery(deps, card, input.by, {
    ...{ tenant, space, reference, program: card.program, outlet: input.outlet, paidBy },
    ...{ lane: card.lane, card: card.card, owner: card.owner, content: contents[0] },
    ...sealPhone(keys, tenant, phone.value),
    ...{ language: input.language, amount: input.amount, unit: input.unit, madeAt: clock.now() },
  });
  if (made) return { ok: true, delivery: made, masked: card.masked, repeated: false };
  // Somebody else was first: with the same reference, or with another one for the same card.
  const other = await findByReference(database, tenant, space, reference);
  return other ? repeatOf(deps, other, contents) : refuse('delivery.card.on_its_way');
}

/** Writes it; what waits for another phone gives way where the program says so. */
export const writeDelivery = (
  deps: DeliveryDeps,
  card: GiftCard,
  by: Actor | undefined,
  row: NewDelivery,
): Promise<Delivery | undefined> =>
  deps.database.transaction(async (tx) => {
    const before = await lockDeliveryOfCard(tx, card);
    if (before) {
      const setting = await findSetting(tx, row.tenant, row.program);
      const givesWay = setting?.setting.secondPhone === 'transfer' && isWaiting(before.state);
      if (!givesWay || before.phoneKey.equals(row.phoneKey)) return undefined;
      await withdraw(tx, before.delivery, { reason: 'second_phone', at: row.madeAt });
    }
    const made = await insertDelivery(tx, row);
    if (!made) return undefined;
    await noteStep(tx, made, row.madeAt);
    await traceDelivery(deps, tx, by, {
      ...{ tenant: row.tenant, act: 'delivery.delivery.asked' },
      subject: `gift card delivery ${nameOf(deps.tokens, 'delivery', made.delivery)}`,
      after: { card: card.masked, phone: row.phoneMasked, amount: row.amount, unit: row.unit },
    });
    return made;
  });

async function findPayment(deps: DeliveryDeps, input: DeliveryInput): Promise<PaidBy | 'voided' | undefined> {
  if (!input.paidBy) return undefined;
  const family = FAMILY_OF[input.paidBy.kind];
  const reference = referenceBytes(input.paidBy.reference);
  const found = await deps.look.reference({ tenant: input.tenant, space: input.space, family, reference });
  if (found?.outcome === 'c') return 'voided';
  const place = found?.outcome === 'b' ? { lane: found.lane, seq: found.seq } : undefined;
  return place && (await deps.sales.isVoided(place)) ? 'voided' : { family, reference, place };
}

// Keyed: a plain digest over a card number and a phone could be guessed back.
const contentsOf = ({ keys }: DeliveryDeps, input: DeliveryInput): Buffer[] => {
  const { card, phone, amount, unit, language, paidBy, outlet } = input;
  const said = canonicalJson({ card, phone, amount, unit, language, outlet, ...(paidBy && { paidBy: { ...paidBy } }) });
  return keyedDigests(keys, said, 'delivery-content');
};

/** Answers a repeat as the first time; refuses other content. */
export async function repeatOf(
  deps: DeliveryDeps,
  known: Delivery,
  contents: readonly Buffer[],
): Promise<AcceptOutcome> {
  if (!contents.some((content) => content.equals(known.content))) return refuse('operation.reference_reused');
  const card = await deps.giftCards.show(known.tenant, known);
  return { ok: true, delivery: known, masked: card?.masked ?? '••••', repeated: true };
}
