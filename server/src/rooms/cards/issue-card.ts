import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { normaliseCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
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
import { bookChange, happenedAt, memberSheet, newMember } from '../members/index.ts';
import type { Programs } from '../programs/index.ts';
import { takeNumber, type CardRights } from './take-number.ts';
import type { CardType } from './card.ts';
import { CARD_NAME, cardKeys, identify, type Identity } from './identify.ts';

export type CardDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly programs: Programs;
};

/** A card to issue: to a member, or, without one, to whoever holds it. */
export type CardInput = Partial<CardRights> & {
  readonly tenant: number;
  readonly number: string;
  readonly type: CardType;
  readonly member?: Identity | undefined;
  readonly occurredAt?: Instant | undefined;
};

/** What is kept of an issue: never the number. */
export type CardRecord = {
  readonly card: { readonly lane: number; readonly card: string };
  readonly owner: string;
  readonly state: string;
  readonly reason?: string;
  readonly isAnonymous?: boolean;
  readonly replacedBy?: string;
};

export type CardAnswer = {
  readonly card: string;
  readonly member: string;
  readonly state: string;
  readonly reason?: string;
  readonly replacedBy?: string;
  readonly recordedAt: string;
};

type IssuePlan = Plan & { readonly number: CardNumber; readonly holder: Held | undefined; readonly lane: number; readonly owner: bigint; readonly card: bigint };

/** The answer to any change of a card, from its record. */
export const presentCard =
  ({ tokens }: Pick<CardDeps, 'tokens'>) =>
  (record: CardRecord, { recordedAt }: { readonly recordedAt: Instant }): CardAnswer => ({
    card: tokens.encode('card', record.card.lane, BigInt(record.card.card)),
    member: tokens.encode('mem', record.card.lane, BigInt(record.owner)),
    state: record.state,
    ...(record.reason !== undefined && { reason: record.reason }),
    ...(record.replacedBy !== undefined && { replacedBy: tokens.encode('card', record.card.lane, BigInt(record.replacedBy)) }),
    recordedAt: isoFromInstant(recordedAt),
  });

/**
 * Issues a card with a given number. Without a member it gets an account of its own, which waits for a person. Refuses a number
 * that cannot be one or that another card has, and a member that is not there.
 */
export const createIssue = (deps: CardDeps): Operation<CardInput, IssuePlan, CardRecord, CardAnswer, JournalEntry> => ({
  kind: 'cards.issue',
  resolve: (input, look) => resolveIssue(deps, input, look),
  decide(input, plan, desk) {
    const { lane, owner, card, number } = plan;
    const { tenant } = input;
    const at = happenedAt(input.occurredAt, desk.recordedAt);
    if (!plan.holder) {
      desk.put(ownerSheet, { lane, owner }, { lane, owner, tenant, kind: 'member', state: 'active', revision: 0 });
      desk.put(memberSheet, { lane, owner }, newMember(tenant, { lane, owner }, 'card', at));
    } else if (!desk.read(memberSheet, { lane, owner })) throw new OwnerMoved();
    const issued = takeNumber(deps.keys, desk, {
      tenant,
      lane,
      owner,
      card,
      number,
      type: input.type,
      mayEarn: input.mayEarn ?? true,
      maySpend: input.maySpend ?? true,
      programs: input.programs ?? [],
      issuedAt: at,
    });
    if (!issued.ok) return issued;
    const record: CardRecord = { card: { lane, card: String(card) }, owner: String(owner), state: 'active', isAnonymous: !plan.holder };
    return bookChange(desk, { kind: 'cards.issue', lane, seq: desk.take(lane), owner, tenant, program: 0, occurredAt: at, record });
  },
  present: presentCard(deps),
});

async function resolveIssue(deps: CardDeps, input: CardInput, look: LookUp): Promise<IssuePlan | Refusal> {
  const { tenant } = input;
  const number = normaliseCardNumber(input.number);
  if (!number.ok) return number;
  const names = cardKeys(deps.keys, number.value).map((key) => ({ tenant, kind: CARD_NAME, key }));
  const holder = input.member && (await identify(deps, look, deps.programs.settings().tenant(tenant), input.member));
  if (holder && !holder.ok) return holder;
  for (const name of names) if (await look.name(name)) return refuse('cards.card.exists');
  const lane = holder?.lane ?? (await laneOfSeed(deps.database, tenant, names[0].key));
  const [card, fresh] = await freshIds(deps.database, 2);
  const owner = holder?.owner ?? fresh;
  return {
    owners: holder ? [{ lane, owner, revision: holder.revision }] : [],
    lanes: [lane],
    wants: [...names.map((name) => want(nameSheet, name)), ...(holder ? [want(memberSheet, { lane, owner })] : [])],
    holder,
    number: number.value,
    lane,
    owner,
    card,
  };
}
