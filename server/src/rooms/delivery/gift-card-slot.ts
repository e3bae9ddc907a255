import type { CardNumber } from '../../kernel/card-number.ts';
import type { Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { decryptField, type Keys } from '../../platform/keys.ts';
import { FAMILY, referenceBytes, type LaneMachine } from '../../platform/lanes/index.ts';
import {
  CARD_NAME,
  cardKeys,
  cardSheet,
  cipherContext,
  effectAgainst,
  pinDigestOf,
  stateAt,
  verifyPin,
  type Card,
  type NumberDeps,
} from '../cards/index.ts';
import { endProofs, forgetProofs, giftSheet, keepProof, type Gift, type Giftcards } from '../giftcards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Till } from '../partners/index.ts';
import { accountSheet, availableOf } from '../points/index.ts';
import type { Programs } from '../programs/index.ts';
import type { CardPlace } from './delivery.ts';
import type { GiftCard, GiftCardSlot } from './deps.ts';
import { renumberGift } from './renumber.ts';

type SlotDeps = NumberDeps & {
  readonly database: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly machine: LaneMachine<JournalEntry>;
  readonly giftcards: Pick<Giftcards, 'balance'>;
};

const CONTENT = Buffer.alloc(16);

/** What this room needs of gift cards, by the front doors of cards, points and giftcards. */
export function createGiftCardSlot(deps: SlotDeps): GiftCardSlot {
  const { keys, clock, programs, machine } = deps;
  const { look } = machine;
  const renumbering = renumberGift(deps);

  const find: GiftCardSlot['find'] = async (tenant, number) => {
    for (const key of cardKeys(keys, number)) {
      const found = await look.name({ tenant, kind: CARD_NAME, key });
      if (found?.kind === 'gift_card') return { lane: found.lane, card: found.subject, owner: found.owner };
    }
    return undefined;
  };

  const show: GiftCardSlot['show'] = async (tenant, place) => {
    const card = await look.row(cardSheet, { lane: place.lane, card: place.card });
    if (!card || card.tenant !== tenant) return undefined;
    const owner = { lane: card.lane, owner: card.owner };
    const [gift, account] = await Promise.all([look.row(giftSheet, owner), look.row(accountSheet, owner)]);
    if (!gift) return undefined;
    const { code, decimals } = programs.settings().unit(gift.unit);
    const wallets = (account?.wallets ?? []).filter((wallet) => wallet.unit === gift.unit);
    const available = wallets.reduce((sum, wallet) => sum + availableOf(wallet), 0n);
    const ends = wallets.filter((wallet) => wallet.expiring > 0n).map((wallet) => wallet.expiringAt);
    return {
      ...owner,
      card: card.card,
      program: gift.program,
      number: decryptField(keys, card.numberCipher, cipherContext(tenant, card.card)).toString('utf8'),
      masked: `••••${card.lastFour}`,
      state: stateOf(card, gift, clock.now()),
      balance: formatQuantity(available, decimals),
      unit: code,
      ...(ends.length > 0 && { expiresAt: ends.reduce((first, one) => (one < first ? one : first)) }),
    };
  };

  return {
    find,
    show,
    showByPin: async (tenant, number, pin) => {
      const place = await find(tenant, number);
      const card = place && (await look.row(cardSheet, { lane: place.lane, card: place.card }));
      const gift = card && (await look.row(giftSheet, { lane: card.lane, owner: card.owner }));
      if (!place || !card || !gift) {
        // The work of a PIN that is compared, so that not even the load of the machine tells them apart.
        verifyPin(keys, number as CardNumber, pin ?? '', pinDigestOf(keys, number as CardNumber, ''));
        return undefined;
      }
      // A card without PIN is told to nobody by its number alone: numbers are read over shoulders.
      if (card.pinDigest === undefined || pin === undefined) return undefined;
      const till = { program: programs.settings().program(gift.program) } as unknown as Till;
      const outcome = await machine.submit(deps.giftcards.balance, {
        tenant,
        input: { till, receivedAt: clock.now(), gift: { number }, pin },
      });
      return outcome.ok ? show(tenant, place) : undefined;
    },
    keepProof: ({ code, at, ...seen }) => keepProof(deps.database, { ...seen, proof: code, provedAt: at }),
    endProofs: (queries, shown, at) =>
      endProofs(
        queries,
        shown.map(({ code, lane, card }) => ({ lane, card, proof: code })),
        at,
      ),
    forgetProofs: (before) => forgetProofs(deps.database, before),
    renumber: async (tenant, place: CardPlace, reference) => {
      const outcome = await machine.submit(renumbering, {
        tenant,
        reference: { tenant, space: 0n, family: FAMILY.followUp, reference: referenceBytes(reference) },
        content: CONTENT,
        input: { tenant, place },
      });
      return outcome.ok ? { ok: true, card: outcome.answer.card } : outcome;
    },
  };
}

// A gift card earns nothing; without these two it is worth nothing to who holds it, and is neither delivered nor given on.
const MUST_HAVE = ['spend', 'view'] as const;

const mayHave = (card: Card, right: (typeof MUST_HAVE)[number], at: Instant): boolean =>
  (right === 'spend' ? card.maySpend : card.mayView) &&
  effectAgainst(card, right, { blockedCardEarns: false }, at) === undefined;

function stateOf(card: Card, gift: Gift, at: Instant): GiftCard['state'] {
  if (stateAt(card, at) === 'expired') return 'expired';
  if (card.state === 'replaced' || card.state === 'destroyed' || gift.card !== card.card) return 'closed';
  if (card.state === 'blocked' || !MUST_HAVE.every((right) => mayHave(card, right, at))) return 'blocked';
  return gift.state;
}
