import { INSTANT_NEVER, MICROSECONDS_PER_SECOND } from '../../kernel/instant.ts';
import type { BodyShape } from '../ledger/index.ts';
import type { KeptWallet } from '../points/index.ts';
import type { KeptBasket } from './kept-basket.ts';
import type { KeptCredit, KeptGrant, KeptPayment, SaleRecord } from './record.ts';

// Sales are nine rows in ten of the journal. Written as arrays and in seconds their bodies are half as long: names of fields are
// most of a small record's bytes, and microseconds the dearest of its digits.

type ShortGrant = readonly [
  promotion: string,
  version: number,
  effect: number,
  wallet: string,
  perLine: readonly number[],
  uncapped?: string,
];
type ShortCredit = readonly [
  walletType: number,
  points: number,
  activeAt: number,
  expiresAt: number,
  fund?: readonly [issuer: number, contract: number],
];
type ShortPayment = readonly [
  wallet: string,
  walletType: number,
  points: number,
  money: number,
  perLine: readonly number[],
  rest?: object,
];
type ShortBasket = readonly [
  lines: KeptBasket['lines'],
  currency: string,
  decimals: number,
  outlet: string,
  groups: readonly string[],
  partner: string,
  channel: string,
  terminal: string,
  date: string,
  minuteOfDay: number,
  weekday: number,
  member?: readonly [tier: string, enrolledOn: string, purchases: number, attributes?: object, rare?: object] | null,
  rare?: object,
];
export type ShortSale = readonly [
  basket: ShortBasket,
  rulebook: number,
  member: string,
  card: string,
  grants: readonly ShortGrant[],
  credits: readonly ShortCredit[],
  payments: readonly ShortPayment[],
  tenders: SaleRecord['tenders'],
  wallets: readonly KeptWallet[],
  rest: Partial<SaleRecord>,
];

const NEVER = -1;
const seconds = (at: number): number => (at === INSTANT_NEVER ? NEVER : at / MICROSECONDS_PER_SECOND);
const instantOf = (at: number): number => (at === NEVER ? INSTANT_NEVER : Math.round(at * MICROSECONDS_PER_SECOND));

/** How a sale is written in short and read again; both ways are held equal by a test. */
export const saleShape: BodyShape<SaleRecord, ShortSale> = {
  is: 'sale',
  shorten: ({ is: _is, basket, rulebook, member, card, grants, credits, payments, tenders, wallets, ...rest }) => [
    shortBasket(basket),
    rulebook,
    member ? `${member.lane}/${member.owner}` : '',
    card ?? '',
    grants.map(({ promotion, version, effect, wallet, perLine, uncapped }): ShortGrant => {
      const short = [promotion, version, effect, wallet, aligned(basket, perLine)] as const;
      return uncapped === undefined ? short : [...short, uncapped];
    }),
    credits.map(({ walletType, points, isPending, activeAt, expiresAt, fund }): ShortCredit => {
      const short = [walletType, points, isPending ? seconds(activeAt) : 0, seconds(expiresAt)] as const;
      return fund === undefined ? short : [...short, fund];
    }),
    payments.map(({ wallet, walletType, points, money, perLine, ...more }) => {
      const short: ShortPayment = [wallet, walletType, points, money, aligned(basket, perLine)];
      return Object.keys(more).length > 0 ? ([...short.slice(0, 5), more] as unknown as ShortPayment) : short;
    }),
    tenders,
    wallets.map(
      ([walletType, ...amounts]) =>
        [walletType, ...amounts.slice(0, 6), seconds(amounts[6]), ...amounts.slice(7)] as unknown as KeptWallet,
    ),
    rest,
  ],
  expand: ([basket, rulebook, member, card, grants, credits, payments, tenders, wallets, rest], { occurredAt }) => {
    const lines = basket[0];
    const [lane, owner] = member.split('/');
    return {
      is: 'sale',
      basket: longBasket(basket),
      rulebook,
      ...(member === '' ? {} : { member: { lane: Number(lane), owner } }),
      ...(card === '' ? {} : { card }),
      grants: grants.map(([promotion, version, effect, wallet, perLine, uncapped]): KeptGrant => ({
        promotion,
        version,
        effect,
        wallet,
        points: perLine.reduce((sum, points) => sum + points, 0),
        perLine: pairs(lines, perLine),
        ...(uncapped === undefined ? {} : { uncapped }),
      })),
      credits: credits.map(([walletType, points, activeAt, expiresAt, fund]): KeptCredit => ({
        walletType,
        points,
        isPending: activeAt !== 0,
        activeAt: activeAt === 0 ? occurredAt : instantOf(activeAt),
        expiresAt: instantOf(expiresAt),
        ...(fund === undefined ? {} : { fund }),
      })),
      payments: payments.map(([wallet, walletType, points, money, perLine, more]): KeptPayment => ({
        wallet,
        walletType,
        points,
        money,
        perLine: pairs(lines, perLine),
        ...more,
      })),
      tenders,
      wallets: wallets.map(
        ([walletType, ...amounts]) =>
          [walletType, ...amounts.slice(0, 6), instantOf(amounts[6]), ...amounts.slice(7)] as unknown as KeptWallet,
      ),
      ...rest,
    };
  },
};

function shortBasket({
  lines,
  currency,
  outlet,
  partner,
  channel,
  terminal,
  local,
  member,
  ...rare
}: KeptBasket): ShortBasket {
  const head = [
    lines,
    currency.code,
    currency.decimals,
    outlet.code,
    outlet.groups,
    partner,
    channel,
    terminal,
    local.date,
    local.minuteOfDay,
    local.weekday,
  ] as const;
  const isRare = Object.keys(rare).length > 0;
  if (!member) return isRare ? [...head, null, rare] : head;
  const short = shortMember(member);
  return isRare ? [...head, short, rare] : [...head, short];
}

function shortMember(member: NonNullable<KeptBasket['member']>): NonNullable<ShortBasket[11]> {
  const { tier, enrolledOn, purchases, attributes, ...rare } = member;
  if (Object.keys(rare).length > 0) return [tier, enrolledOn, purchases, attributes, rare];
  return Object.keys(attributes).length > 0 ? [tier, enrolledOn, purchases, attributes] : [tier, enrolledOn, purchases];
}

export function longBasket([
  lines,
  code,
  decimals,
  outlet,
  groups,
  partner,
  channel,
  terminal,
  date,
  minuteOfDay,
  weekday,
  member,
  rare,
]: ShortBasket): KeptBasket {
  return {
    lines,
    currency: { code, decimals },
    outlet: { code: outlet, groups },
    partner,
    channel,
    terminal,
    local: { date, minuteOfDay, weekday } as KeptBasket['local'],
    ...(member
      ? {
          member: {
            tier: member[0],
            enrolledOn: member[1],
            purchases: member[2],
            attributes: member[3] ?? {},
            ...member[4],
          } as KeptBasket['member'],
        }
      : {}),
    ...rare,
  };
}

/** Amounts by line number as a list in the order of the lines. */
function aligned(basket: KeptBasket, perLine: readonly (readonly [line: number, amount: number])[]): number[] {
  if (perLine.length === 0) return [];
  const byLine = new Map(perLine);
  return basket.lines.map(([line]) => byLine.get(line) ?? 0);
}

const pairs = (lines: KeptBasket['lines'], amounts: readonly number[]): (readonly [number, number])[] =>
  amounts.flatMap((amount, at) => (amount === 0 ? [] : [[lines[at][0], amount] as const]));
