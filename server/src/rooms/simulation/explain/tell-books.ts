import { INSTANT_NEVER, isoFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { FLAG } from '../../ledger/index.ts';
import type { KeptOperation } from '../../ledger/index.ts';
import { handOf, showHand, wholeHand } from '../../partners/index.ts';
import { keptAvailableOf, type KeptWallet } from '../../points/index.ts';
import { ACCOUNTS, EFFECTS, FLAGS, SIDES, TEXTS } from './book-texts.ts';
import type { Books, Change, LotTold, PostingTold } from './books.ts';
import type { ExplainDeps } from './explain-deps.ts';
import { kindText, reasonText, tierReason } from './kind-texts.ts';
import { listed } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

type Place = { readonly lane: number; readonly seq: string };
type Who = { readonly lane: number; readonly owner: string };

/** What records of many kinds say of themselves, each where it has it. */
type Common = {
  readonly reason?: unknown;
  readonly by?: unknown;
  readonly original?: Place;
  readonly of?: Place;
  readonly merge?: Place;
  readonly granted?: Place | string;
  readonly to?: Partial<Who> | string;
  readonly other?: Who;
  readonly endsAt?: number;
  readonly points?: unknown;
  readonly walletType?: unknown;
  readonly state?: unknown;
  readonly from?: unknown;
  readonly because?: unknown;
  readonly wallets?: unknown;
  readonly changed?: unknown;
};

const commonOf = ({ record }: KeptOperation): Common => (typeof record === 'object' && record !== null ? record : {});

/** Who did it: a person by name, a credential by its own, time where nobody did. */
async function byWhom(deps: ExplainDeps, kept: KeptOperation, voice: Voice): Promise<string[]> {
  const hand = deps.hidesHands ? undefined : handOf(deps.tokens, commonOf(kept).by);
  if (hand === undefined) return (kept.flags & FLAG.settled) === 0 ? [] : [voice.say(TEXTS.byTime)];
  const whole = wholeHand(deps.partners.settings(), hand);
  const { person } = whole;
  const name = person === undefined ? undefined : (await deps.staff.namesOf(kept.tenant, [person])).get(person);
  const shown = showHand({ settings: deps.partners.settings(), tokens: deps.tokens }, whole);
  const by = [name, shown.person, shown.credentialName, shown.credential].filter((one) => one !== undefined);
  return by.length === 0 ? [] : [voice.say(TEXTS.by, { by: listed(by) })];
}

const isPlace = (one: unknown): one is Place =>
  typeof one === 'object' && one !== null && 'lane' in one && 'seq' in one && !('card' in one);

/** Why, by whom, to which operation it belongs, whom it concerned besides: for staff. */
export async function tellCircumstances(deps: ExplainDeps, kept: KeptOperation, voice: Voice): Promise<string[]> {
  const record = commonOf(kept);
  const { say } = voice;
  const place = [record.original, record.of, record.merge, record.granted].find(isPlace);
  const to = typeof record.to === 'object' && record.to.lane !== undefined && record.to.owner !== undefined;
  const memberOf = ({ lane, owner }: Partial<Who>): string => deps.tokens.encode('mem', lane ?? 0, BigInt(owner ?? 0));
  return [
    ...(typeof record.reason === 'string' ? [say(TEXTS.why, { reason: say(reasonText(record.reason)) })] : []),
    ...(await byWhom(deps, kept, voice)),
    ...(place ? [say(TEXTS.of, { operation: deps.tokens.encode('op', place.lane, BigInt(place.seq)) })] : []),
    ...(to && kept.kind === 'points.transfer' ? [say(TEXTS.to, { member: memberOf(record.to as Who) })] : []),
    ...(record.other?.owner === undefined ? [] : [say(TEXTS.other, { member: memberOf(record.other) })]),
  ];
}

/** What of it is no booking: a hold and its end, the state of a wallet, a tier. */
const tellFacts = (deps: ExplainDeps, kept: KeptOperation, books: Books, reader: Reader, voice: Voice): string[] => {
  const { endsAt, points, walletType, state, from, to, because } = commonOf(kept);
  const { say } = voice;
  const tier = (code: unknown): string => (typeof code === 'string' && code !== '' ? code : say(TEXTS.noTier));
  const isHeld = books.changes.length === 0 && typeof points === 'string' && typeof walletType === 'number';
  const held = isHeld ? amountOf(deps, walletType, BigInt(points), voice) : undefined;
  const frozen = frozenIn(commonOf(kept).changed, kept);
  return [
    ...(held === undefined || held.amount === '0' ? tellHeld(books, voice) : [say(TEXTS.about, held)]),
    ...frozen
      .filter(({ owner }) => reader !== 'customer' || owner === String(kept.owner))
      .map(({ lane, owner, walletType: type, points: some }) => {
        const about = amountOf(deps, type, BigInt(some), voice);
        if (reader === 'customer') return say(TEXTS.about, about);
        return say(TEXTS.aboutOf, { ...about, member: deps.tokens.encode('mem', lane, BigInt(owner)) });
      }),
    ...(endsAt === undefined || endsAt === INSTANT_NEVER
      ? []
      : [say(TEXTS.until, { until: voice.day(isoFromInstant(endsAt as Instant)) })]),
    ...((state === 'open' || state === 'frozen') && typeof walletType === 'number'
      ? [
          say(TEXTS.state, {
            wallet: voice.wallet(deps.walletTypes.of(walletType).code, 0n, 0),
            state: say(TEXTS[state]),
          }),
        ]
      : []),
    ...(kept.kind === 'tiers.change'
      ? [
          say(TEXTS.tier, {
            from: tier(from),
            to: tier(to),
            because: say(tierReason(typeof because === 'string' ? because : '')),
          }),
        ]
      : []),
  ];
};

type Frozen = { readonly lane: number; readonly owner: string; readonly walletType: number; readonly points: string };

/** What a hold stands on, where its record says no points: of a gift card. */
const tellHeld = ({ lots, areLotsCut }: Books, voice: Voice): string[] => {
  const held = areLotsCut ? [] : lots.filter(({ effect }) => effect === 'held');
  const sums = new Map<string, { amount: bigint; decimals: number }>();
  for (const { unit, decimals, moved } of held)
    sums.set(unit, { amount: (sums.get(unit)?.amount ?? 0n) + moved.change, decimals });
  return [...sums].map(([unit, { amount, decimals }]) =>
    voice.say(TEXTS.about, { amount: voice.amount(amount, decimals), wallet: unit }),
  );
};

/** What a freeze or its end is about. */
const frozenIn = (changed: unknown, { kind }: KeptOperation): Frozen[] =>
  (kind === 'points.freeze' || kind === 'points.unfreeze') && Array.isArray(changed) ? (changed as Frozen[]) : [];

/** Points of a wallet type, and the word behind them. */
export const amountOf = (
  { walletTypes, programs }: ExplainDeps,
  walletType: number,
  points: bigint,
  voice: Voice,
): { readonly amount: string; readonly wallet: string } => {
  const type = walletTypes.of(walletType);
  const { decimals } = programs.settings().unit(type.unit);
  return { amount: voice.amount(points, decimals), wallet: voice.wallet(type.code, points, decimals) };
};

/** What became of somebody's own wallets, in words for him. */
const tellOwn = (changes: readonly Change[], voice: Voice): string[] =>
  changes.flatMap(({ member, walletType, unit, decimals, booked, pending, owed }) => {
    const tell = (more: Texts, less: Texts, amount: bigint): string[] => {
      if (amount === 0n) return [];
      const size = amount < 0n ? -amount : amount;
      const facts = {
        amount: voice.amount(size, decimals),
        wallet: member === undefined ? unit : voice.wallet(walletType, size, decimals),
      };
      return [voice.say(amount > 0n ? more : less, facts)];
    };
    return [
      ...(member === undefined ? tell(TEXTS.cardMore, TEXTS.cardLess, booked) : tell(TEXTS.more, TEXTS.less, booked)),
      ...tell(TEXTS.waits, TEXTS.waitsLess, pending),
      ...tell(TEXTS.owes, TEXTS.owesLess, owed),
    ];
  });

/** What became of all wallets, in figures. */
export const tellChanges = (changes: readonly Change[], voice: Voice): string[] =>
  changes.map(({ member, walletType, decimals, booked, pending, owed }) => {
    const part = (text: Texts, amount: bigint): string[] =>
      amount === 0n ? [] : [voice.say(text, { amount: voice.signed(amount, decimals) })];
    const parts = [...part(TEXTS.booked, booked), ...part(TEXTS.pending, pending), ...part(TEXTS.owed, owed)];
    const whose = `${member ?? voice.say(TEXTS.card)}, `;
    const wallet = voice.wallet(walletType, 0n, 0);
    return voice.say(TEXTS.change, { whose, wallet, changes: listed(parts) });
  });

const effectText = (effect: string, { say }: Voice): string => {
  const texts = EFFECTS[effect];
  return texts === undefined ? effect : say(texts);
};

/** Each lot that it made or touched: how much, of which grant, what is left of it. */
export const tellLots = ({ tokens }: ExplainDeps, lots: readonly LotTold[], voice: Voice): string[] =>
  lots.map(({ effect, walletType, decimals, moved }) => {
    const text = (amount: bigint): string => voice.amount(amount, decimals);
    const ends =
      moved.expires_at === INSTANT_NEVER
        ? ''
        : voice.say(TEXTS.ends, { until: voice.day(isoFromInstant(moved.expires_at)) });
    const facts = {
      grantedBy: tokens.encode('op', moved.origin_lane, moved.origin_seq),
      ...{ wallet: voice.wallet(walletType, 0n, 0), effect: effectText(effect, voice) },
      change: moved.change === 0n ? '' : ` ${voice.signed(moved.change, decimals)}`,
      ...{ remaining: text(moved.remaining), amount: text(moved.amount), ends },
    };
    return voice.say(TEXTS.lot, facts);
  });

/** Postings, lots, and whether they sum up: for an auditor. */
export const tellBooked = (deps: ExplainDeps, books: Books, voice: Voice): string[] => [
  ...books.postings.map((one) =>
    voice.say(TEXTS.posting, {
      account: accountText(one, voice),
      amount: voice.signed(one.amount, one.decimals),
      unit: one.unit,
    }),
  ),
  ...tellLots(deps, books.lots, voice),
  ...(books.areLotsCut ? [voice.say(TEXTS.lotsCut, { n: books.lots.length })] : []),
  ...(books.differences.length === 0
    ? [voice.say(books.areLotsCut ? TEXTS.evenPostings : TEXTS.even)]
    : books.differences.map(({ told, computed }) => voice.say(TEXTS.uneven, { told, computed }))),
];

/** An account in words: of the program by its kind, of a wallet by its side. */
const accountText = ({ kind, walletType, side }: PostingTold, voice: Voice): string => {
  if (kind === undefined)
    return `${walletType === undefined ? '' : `${voice.wallet(walletType, 0n, 0)}, `}${voice.say(SIDES[side])}`;
  const texts = ACCOUNTS[kind];
  return texts === undefined ? kind : voice.say(texts);
};

/** What an operation is, its place and dates: for an auditor. */
export const tellHead = ({ tokens }: ExplainDeps, kept: KeptOperation, voice: Voice): string => {
  const flags = Object.entries(FLAG).flatMap(([name, bit]) =>
    (kept.flags & bit) === 0 ? [] : [voice.say(FLAGS[name as keyof typeof FLAG])],
  );
  const facts = {
    ...{ name: voice.say(kindText(kept.kind).name), kind: kept.kind, booked: voice.day(kept.bookedOn) },
    operation: tokens.encode('op', kept.lane, kept.seq),
    ...{ occurred: voice.day(isoFromInstant(kept.occurredAt)), recorded: voice.day(isoFromInstant(kept.recordedAt)) },
    flags: flags.length === 0 ? '' : `; ${listed(flags)}`,
  };
  return voice.say(TEXTS.head, facts);
};

/** What was done to him, for a customer: by a sentence of its own, or by its name. */
export const tellKind = ({ kind }: KeptOperation, { say }: Voice): string => {
  const { name, you } = kindText(kind);
  return you === undefined ? `${say(name)}.` : say(you);
};

/** An operation of any kind, from what the journal has of it: what was done, by whom and why, which wallets and lots, and the sums. */
export async function tellAny(
  deps: ExplainDeps,
  kept: KeptOperation,
  books: Books,
  reader: Reader,
  voice: Voice,
): Promise<readonly string[]> {
  const facts = tellFacts(deps, kept, books, reader, voice);
  if (reader === 'customer') {
    const own = books.changes.filter(({ owner }) => owner === kept.owner);
    return [tellKind(kept, voice), ...tellOwn(own, voice), ...facts];
  }
  const circumstances = await tellCircumstances(deps, kept, voice);
  const changes = tellChanges(books.changes, voice);
  const what = changes.length === 0 ? [...facts, voice.say(TEXTS.nothing)] : [...changes, ...facts];
  if (reader === 'cashier')
    return [`${voice.say(kindText(kept.kind).name)}.`, ...circumstances, ...what, ...tellAfter(deps, kept, voice)];
  return [tellHead(deps, kept, voice), ...circumstances, ...what, ...tellBooked(deps, books, voice)];
}

/** What could be spent afterwards, as the record keeps it. */
export const tellAfter = (deps: ExplainDeps, kept: KeptOperation, voice: Voice): string[] => {
  const { wallets } = commonOf(kept);
  if (!Array.isArray(wallets)) return [];
  return wallets.flatMap((one: unknown) => {
    if (!Array.isArray(one) || typeof one[0] !== 'number') return [];
    const kept = one as unknown as KeptWallet;
    return [voice.say(TEXTS.after, amountOf(deps, kept[0], keptAvailableOf(kept), voice))];
  });
};
