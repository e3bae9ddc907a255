import type { Instant } from '../../kernel/instant.ts';
import { normaliseCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  freshIds,
  laneOfSeed,
  nameSheet,
  OwnerMoved,
  ownerSheet,
  want,
  type Held,
  type LookUp,
  type Operation,
  type Plan,
} from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookChange, happenedAt, memberSheet, nameChanged, newMember } from '../members/index.ts';
import type { CardLimits, CardType } from './card.ts';
import { findStock } from './find-stock.ts';
import { CARD_NAME, cardKeys, identify, type Identity } from './identify.ts';
import { meantFor } from './meant-for.ts';
import { presentCard, type CardAnswer, type CardDeps, type CardRecord } from './present-card.ts';
import { cardsHeld, sharingAgainst } from './sharing.ts';
import { stockSheet } from './store/stock.ts';
import { takeNumber, type CardRights } from './take-number.ts';

/** A card to issue: to a member, or, without one, to whoever holds it. */
export type CardInput = Partial<CardRights> & {
  readonly tenant: number;
  readonly number: string;
  readonly type: CardType;
  readonly member?: Identity | undefined;
  /** `own`: the card stands in the member's profile and has an account of its own. */
  readonly account?: 'shared' | 'own' | undefined;
  readonly mayView?: boolean | undefined;
  readonly limits?: CardLimits | undefined;
  readonly priceList?: string | undefined;
  /** Which credential asks. */
  readonly by?: string | undefined;
  readonly occurredAt?: Instant | undefined;
};

type IssuePlan = Plan & {
  readonly number: CardNumber;
  /** The member; undefined for a card that nobody has claimed yet. */
  readonly holder: Held | undefined;
  /** The member's cards of the range, where it bounds how many he may have. */
  readonly held: readonly bigint[];
  readonly lane: number;
  readonly owner: bigint;
  readonly card: bigint;
};

/**
 * Issues a card with a given number. Without a member it gets an account of its own, which waits for a person; but a card that was made
 * for a member (`member_external_id` of its row) is his, and nobody else's. Refuses a number that cannot be one or that another card has,
 * and a member that is not there.
 */
export const createIssue = (deps: CardDeps): Operation<CardInput, IssuePlan, CardRecord, CardAnswer, JournalEntry> => ({
  kind: 'cards.issue',
  resolve: (input, look) => resolveIssue(deps, input, look),
  decide(input, plan, desk) {
    const { lane, owner, card, number } = plan;
    const { tenant } = input;
    const at = happenedAt(input.occurredAt, desk.recordedAt);
    if (plan.holder && !desk.read(memberSheet, plan.holder)) throw new OwnerMoved();
    if (owner !== plan.holder?.owner) {
      desk.put(ownerSheet, { lane, owner }, { lane, owner, tenant, kind: 'member', state: 'active', revision: 0 });
      desk.put(memberSheet, { lane, owner }, newMember(tenant, { lane, owner }, 'card', at));
    }
    const range = deps.settings().rangeOf(tenant, number);
    const full = plan.holder && range && sharingAgainst(desk, plan.holder, range, plan.held);
    if (full) return full;
    const issued = takeNumber(deps, desk, {
      tenant,
      lane,
      owner,
      card,
      number,
      type: input.type,
      mayEarn: input.mayEarn,
      maySpend: input.maySpend,
      programs: input.programs ?? [],
      mayView: input.mayView,
      limits: input.limits,
      priceList: input.priceList,
      profile: owner === plan.holder?.owner ? undefined : plan.holder?.owner,
      issuedAt: at,
    });
    if (!issued.ok) return issued;
    // Whoever counted the cards of the profile before must count again.
    if (plan.holder && owner !== plan.holder.owner) nameChanged(desk, plan.holder);
    const record: CardRecord = {
      card: { lane, card: String(card) },
      owner: String(owner),
      state: 'active',
      ...(input.by && { by: input.by }),
    };
    return bookChange(desk, {
      kind: 'cards.issue',
      lane,
      seq: desk.take(lane),
      owner,
      tenant,
      program: 0,
      occurredAt: at,
      record,
    });
  },
  present: presentCard(deps),
});

async function resolveIssue(deps: CardDeps, input: CardInput, look: LookUp): Promise<IssuePlan | Refusal> {
  const { tenant } = input;
  const number = normaliseCardNumber(input.number);
  if (!number.ok) return number;
  const names = cardKeys(deps.keys, number.value).map((key) => ({ tenant, kind: CARD_NAME, key }));
  const named = input.member && (await identify(deps, look, deps.programs.settings().tenant(tenant), input.member));
  if (named && !named.ok) return named;
  for (const name of names) if (await look.name(name)) return refuse('cards.card.exists');
  await deps.knowRange(tenant, number.value);
  const made =
    deps.settings().rangeOf(tenant, number.value) && (await findStock(deps.keys, look, tenant, number.value));
  const meant = made ? await meantFor(deps, look, made) : 'anybody';
  if (meant === 'nobody') return refuse('members.member.unknown');
  if (meant !== 'anybody' && named && named.owner !== meant.member.owner) return refuse('cards.stock.for_another');
  const holder = named ?? (meant === 'anybody' ? undefined : meant.member);
  const lane = holder?.lane ?? (await laneOfSeed(deps.database, tenant, names[0].key));
  const [card, fresh] = await freshIds(deps.database, 2);
  const owner = holder && input.account !== 'own' ? holder.owner : fresh;
  const range = deps.settings().rangeOf(tenant, number.value);
  const held = holder && range ? await cardsHeld(deps.database, holder, range) : [];
  const stock = range ? names.map(({ key }) => want(stockSheet, { tenant, key })) : [];
  return {
    owners: holder ? [{ lane, owner: holder.owner, revision: holder.revision }] : [],
    lanes: [lane],
    wants: [...names.map((name) => want(nameSheet, name)), ...stock, ...(holder ? [want(memberSheet, holder)] : [])],
    holder,
    held,
    number: number.value,
    lane,
    owner,
    card,
  };
}
