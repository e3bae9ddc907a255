import { normaliseCardNumber, type CardNumber } from '../../../kernel/card-number.ts';
import { exactJson } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { freshIds, nameSheet, OwnerMoved, want, type Want } from '../../../platform/lanes/index.ts';
import {
  CARD_NAME,
  cardKeys,
  cardSheet,
  findStock,
  gaveWayTo,
  originsAfter,
  pinDigestOf,
  stockWant,
  successorOf,
  takeNumber,
  valueBlockOf,
  valueSuspensionOf,
  type CardReason,
  type Stock,
} from '../../cards/index.ts';
import { openAct } from '../act-till.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { keptElsewhere, planGift, type GiftInput, type GiftPlan } from '../find-gift.ts';
import { isMet, meetGift } from '../meet-gift.ts';
import { presentGift } from '../present-gift.ts';
import { giftSheet } from '../store/gift.ts';
import { mayBringAlong } from '../terms.ts';
import type { GiftOperation } from './gift-operation.ts';

export type ReplacementInput = GiftInput & {
  readonly number: string;
  readonly newPin: string | undefined;
  readonly reason: CardReason;
};

type ReplacementPlan = GiftPlan & {
  readonly number: CardNumber;
  readonly card: bigint;
  readonly stock: Stock | undefined;
};

/**
 * Puts a new card in the place of an old one: the value stays where it is, the old card is over for good. Refuses a new number that is
 * in use, neither in stock nor one that the terms let a till bring along, an old card that was replaced before (naming the one that took
 * over), and one that is blocked because of its value: new plastic would free it. Limits and what was used today go along; so does where
 * the old card came from, so that a block of its range, batch or serial for fraud still finds the value.
 */
export const replace = (deps: GiftDeps): GiftOperation<ReplacementInput, ReplacementPlan> => ({
  kind: 'giftcards.replacement',
  async resolve(input, look) {
    const { tenant } = input.till.program;
    const plan = await planGift(deps, input, input.gift, look, false);
    if ('ok' in plan) return plan;
    const old = await look.row(cardSheet, { lane: plan.found.lane, card: plan.found.card });
    const now = old && (await successorOf(look, old));
    if (now) return gaveWayTo(deps.tokens, now);
    const blocked = old && (await valueSuspensionOf(deps.database, old));
    if (blocked) return blocked;
    const read = normaliseCardNumber(input.number);
    if (!read.ok) return read;
    await deps.knowRange(tenant, read.value);
    const elsewhere = keptElsewhere(deps, tenant, read.value);
    if (elsewhere) return elsewhere;
    const names = cardKeys(deps.keys, read.value).map((key) => ({ tenant, kind: CARD_NAME, key }));
    for (const name of names) if (await look.name(name)) return refuse('giftcards.activation.twice');
    const stock = await findStock(deps.keys, look, tenant, read.value);
    const [card] = await freshIds(deps.database, 1);
    const more: Want[] = [...names.map((name) => want(nameSheet, name)), ...(stock ? [stockWant(stock)] : [])];
    return { ...plan, wants: [...plan.wants, ...more], number: read.value, card: card!, stock };
  },
  decide(input, { found, number, card, stock }, desk) {
    const met = meetGift(deps, found, { ...input, effect: 'anything' }, desk);
    if (!isMet(met)) return met;
    if (met.card.state === 'replaced') throw new OwnerMoved();
    const blocked = valueBlockOf(met.card);
    if (blocked) return blocked;
    if (met.gift.state !== 'active') return refuse('giftcards.card.not_active');
    if (!stock && !mayBringAlong(met.terms, number)) return refuse('giftcards.card.unknown');
    const { lane, owner, tenant } = met.gift;
    const { newPin } = input;
    const pinDigest = stock || newPin === undefined ? undefined : pinDigestOf(deps.keys, number, newPin);
    const taken = takeNumber({ keys: deps.keys, settings: deps.cardSettings }, desk, {
      ...{ tenant, lane, owner, card, number, pinDigest },
      ...{ type: 'gift', mayEarn: false, maySpend: met.card.maySpend, mayView: met.card.mayView },
      ...{ programs: met.card.programs, issuedAt: desk.recordedAt },
      ...{ limits: met.card.limits, counts: met.card.counts, origins: originsAfter(met.card, true) },
    });
    if (!taken.ok) return taken;
    // From here it succeeds.
    desk.put(cardSheet, met.card, { ...met.card, state: 'replaced', reason: input.reason, successor: card });
    const gift = { ...met.gift, card };
    desk.put(giftSheet, gift, gift);
    const booking = openAct(deps, desk, input.till, lane);
    const to = { lane, card: String(card) };
    const kept = { act: 'replacement', amount: exactJson(0n), to, reason: input.reason } as const;
    const old = { ...gift, card: met.card.card };
    return closeAct(deps, booking, old, kept, { kind: 'giftcards.replacement', till: input.till });
  },
  present: (record, booked) => presentGift(deps, record, booked),
});
