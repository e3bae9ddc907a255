import type { LocalDate } from '../../kernel/local-date.ts';
import type { Tokens } from '../../kernel/token.ts';
import { want, type Desk, type Want } from '../../platform/lanes/index.ts';
import type { Card, CardSettings } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { profileSheet, type Member } from '../members/index.ts';
import { countersBefore } from '../promotions/index.ts';
import type { Basket, BasketMember, BasketSpent, CompiledRulebook, Rulebook } from '../promotions/index.ts';
import type { Program } from '../programs/index.ts';
import { membershipSheet } from '../segments/index.ts';
import type { Sale, SoldLine } from './sale.ts';
import { paidFor, type Payment } from './payment.ts';

/** The sheets that the rare facts of a rulebook need: none for most. */
export const wantsOfFacts = (
  rulebook: CompiledRulebook,
  member: { readonly tenant: number; readonly lane: number; readonly owner: bigint },
): Want[] => [
  ...(rulebook.reads.has('birthday') ? [want(profileSheet, { tenant: member.tenant, member: member.owner })] : []),
  ...(rulebook.reads.has('segments') ? [want(membershipSheet, { lane: member.lane, owner: member.owner })] : []),
];

/** Ranges of cards stand in memory, so that nothing is read for what rules may know of one. */
export type KnowCards = () => Pick<CardSettings, 'range'>;

/** The card that was shown; of one in whose place it stands the range, where its own number has none. Asked where a rulebook reads it. */
export function cardFactOf(
  tokens: Pick<Tokens, 'encode'>,
  cardSettings: KnowCards,
  card: Pick<Card, 'type' | 'range' | 'batch' | 'origins'> | undefined,
): Pick<BasketMember, 'card'> {
  if (card === undefined) return {};
  const { range, batch } = card.range === undefined ? (card.origins[0] ?? card) : card;
  return {
    card: {
      type: card.type,
      range: range === undefined ? '' : cardSettings().range(range).code,
      batch: batch === undefined ? '' : tokens.encode('cbat', 0, batch),
    },
  };
}

/** What of a member only some rulebooks read. */
export function rareFactsOf(
  rulebook: CompiledRulebook,
  sale: { readonly till: { readonly program: Program }; readonly date: LocalDate },
  member: Member,
  desk: Desk<JournalEntry>,
): Partial<BasketMember> {
  const { reads } = rulebook;
  if (reads.size === 0) return {};
  const { zone, policy } = sale.till.program;
  const bornOn = reads.has('birthday')
    ? desk.read(profileSheet, { tenant: member.tenant, member: member.owner })?.bornOn
    : undefined;
  const segments = reads.has('segments')
    ? desk.read(membershipSheet, { lane: member.lane, owner: member.owner })?.segments
    : undefined;
  return {
    ...(segments !== undefined && { segments }),
    ...(bornOn !== undefined && birthdayOf(bornOn.slice('yyyy-'.length), policy)),
    ...(reads.has('lastPurchaseOn') &&
      member.lastPurchaseAt !== undefined && { lastPurchaseOn: zone.localOf(member.lastPurchaseAt).date }),
    ...(reads.has('counters') && countersOf(rulebook, sale.date, member)),
  };
}

const birthdayOf = (
  birthday: string,
  { leapDayBirthday }: Program['policy'],
): Pick<BasketMember, 'birthday' | 'leapDay'> =>
  birthday === '02-29' && leapDayBirthday === 'feb_28' ? { birthday, leapDay: 'feb_28' } : { birthday };

const countersOf = (rulebook: CompiledRulebook, date: LocalDate, member: Member): Pick<BasketMember, 'counters'> => {
  const counters = countersBefore(rulebook.streaks, date, member.counters);
  return Object.keys(counters).length > 0 ? { counters } : {};
};

/** What of a receipt only some rulebooks read. `coupons` are the words of what the buyer showed and may use, in capitals. */
export const rareFactsOfSale = (
  rulebook: Rulebook,
  sale: Sale,
  coupons: readonly string[],
): Pick<Basket, 'coupons' | 'tenders'> => ({
  ...(rulebook.reads.has('coupons') && coupons.length > 0 && { coupons }),
  ...(rulebook.reads.has('tenders') &&
    sale.tenders.length > 0 && { tenders: [...new Set(sale.tenders.map(({ kind }) => kind))] }),
});

/** The lines with what points pay of each; with what gift cards pay where a rule counts without it. */
export function linesPaid(
  rulebook: Rulebook,
  lines: readonly SoldLine[],
  byPoints: readonly Payment[],
  byGifts: readonly Payment[],
): Basket['lines'] {
  const isTold = rulebook.reads.has('byGifts') && byGifts.length > 0;
  return lines.map((line) => ({
    ...line,
    byPoints: paidFor(byPoints, line.line),
    ...(isTold && { byGifts: paidFor(byGifts, line.line) }),
  }));
}

/** The points that pay, as rules see them. */
export const spentOf = (rulebook: Rulebook, payments: readonly Payment[]): readonly BasketSpent[] | undefined =>
  !rulebook.reads.has('spent') || payments.length === 0
    ? undefined
    : payments.map(({ type, points, perLine }) => ({ wallet: type.code, points, perLine }));
