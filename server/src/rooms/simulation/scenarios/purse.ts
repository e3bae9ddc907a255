import { INSTANT_NEVER, type Instant } from '../../../kernel/instant.ts';

/** Points of one accrual: what is left of them, from when until when they can be spent. */
export type PurseLot = {
  readonly wallet: string;
  /** The receipt that gave them; empty where nobody's purchase did. */
  readonly receipt: string;
  readonly order: number;
  readonly activeAt: Instant;
  expiresAt: Instant;
  remaining: bigint;
};

/** What a payment took of a lot. */
export type LotPart = { readonly lot: PurseLot; points: bigint };

/** How points of a return were got back. */
export type Taken = {
  readonly taken: bigint;
  readonly owed: bigint;
  readonly writtenOff: bigint;
  readonly recovered: bigint;
};

export type NegativeBalance = 'only_pending' | 'within_balance' | 'unlimited' | 'recover_from_refund';

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const inSpendingOrder = (a: PurseLot, b: PurseLot): number => a.expiresAt - b.expiresAt || a.order - b.order;

/** The points of one member in a story, by lot: what starts, ends, is spent, taken back and restored (semantics 3.2 to 3.6). */
export class Purse {
  private readonly lots: PurseLot[] = [];
  private readonly owed = new Map<string, bigint>();
  private readonly lost = new Map<string, bigint>();
  private made = 0;

  /** Points given at a moment; what is owed is repaid by them as soon as they are active. */
  credit(wallet: string, points: bigint, receipt: string, activeAt: Instant, expiresAt: Instant): void {
    this.lots.push({ wallet, receipt, order: (this.made += 1), activeAt, expiresAt, remaining: points });
  }

  /** Of points that end together: all of a wallet last until then at least, unless they have ended. */
  lastUntil(wallet: string, until: Instant, at: Instant): void {
    for (const lot of this.lots)
      if (lot.wallet === wallet && lot.expiresAt > at && (lot.expiresAt === INSTANT_NEVER || lot.expiresAt < until))
        lot.expiresAt = until;
  }

  /** Of points that end together: those that came by no activity end with the others, or then. */
  joinEnd(wallet: string, otherwise: Instant): void {
    const ends = this.open(wallet).flatMap(({ expiresAt }) => (expiresAt === INSTANT_NEVER ? [] : [expiresAt]));
    const until = ends.at(-1) ?? otherwise;
    for (const lot of this.open(wallet)) if (lot.expiresAt === INSTANT_NEVER) lot.expiresAt = until;
  }

  /** Does what time alone has done up to a moment: ends lots, and lets active ones repay what is owed. */
  settle(at: Instant): void {
    for (const lot of this.lots) {
      if (lot.expiresAt > at || lot.remaining === 0n) continue;
      this.lost.set(lot.wallet, this.expired(lot.wallet) + lot.remaining);
      lot.remaining = 0n;
    }
    for (const [wallet, owed] of this.owed) {
      const repaid = this.take(this.active(wallet, at), owed).reduce((sum, { points }) => sum + points, 0n);
      this.owed.set(wallet, owed - repaid);
    }
  }

  available(wallet: string, at: Instant): bigint {
    return this.active(wallet, at).reduce((sum, { remaining }) => sum + remaining, 0n);
  }

  pending(wallet: string, at: Instant): bigint {
    return this.open(wallet).reduce((sum, { activeAt, remaining }) => (activeAt > at ? sum + remaining : sum), 0n);
  }

  owes(wallet: string): bigint {
    return this.owed.get(wallet) ?? 0n;
  }

  expired(wallet: string): bigint {
    return this.lost.get(wallet) ?? 0n;
  }

  /** What can be spent, by when it ends, the first ends first. */
  endings(wallet: string, at: Instant): readonly { readonly points: bigint; readonly endsAt: number }[] {
    return this.active(wallet, at).map(({ remaining, expiresAt }) => ({ points: remaining, endsAt: expiresAt }));
  }

  /** Takes points that are there; gives the lots that they came from, in the order in which they were taken. */
  spend(wallet: string, points: bigint, at: Instant): LotPart[] {
    return this.take(this.active(wallet, at), points);
  }

  /** Gives points back to the lots that they came from, what was taken last first; into an ended lot they are lost. */
  restore(parts: readonly LotPart[], points: bigint, at: Instant): void {
    let left = points;
    for (const part of parts.toReversed()) {
      const back = least(part.points, left);
      part.points -= back;
      left -= back;
      part.lot.remaining += back;
    }
    this.settle(at);
  }

  /** Takes back what a receipt gave: what is pending of it, what is left of it, then by policy. */
  takeBack(wallet: string, points: bigint, receipt: string, at: Instant, policy: NegativeBalance): Taken {
    let left = points;
    const from = (lots: readonly PurseLot[]): void => {
      for (const part of this.take(lots, left)) left -= part.points;
    };
    const own = this.open(wallet).filter((lot) => lot.receipt === receipt);
    from(own.filter((lot) => lot.activeAt > at));
    if (policy === 'only_pending') return { taken: points - left, owed: 0n, writtenOff: 0n, recovered: 0n };
    from(own.filter((lot) => lot.activeAt <= at));
    // Where the refund pays for what is missing, points of other purchases are left alone.
    if (policy !== 'recover_from_refund') from(this.active(wallet, at));
    const nothing = { taken: points - left, owed: 0n, writtenOff: 0n, recovered: 0n };
    if (policy === 'unlimited') {
      this.owed.set(wallet, this.owes(wallet) + left);
      return { ...nothing, owed: left };
    }
    return policy === 'recover_from_refund' ? { ...nothing, recovered: left } : { ...nothing, writtenOff: left };
  }

  /** Moves all that can be spent to another purse; when it ends stays as it was. */
  moveTo(other: Purse, wallet: string, at: Instant): void {
    for (const { lot, points } of this.take(this.active(wallet, at), this.available(wallet, at)))
      other.credit(wallet, points, '', lot.activeAt, lot.expiresAt);
  }

  /** Takes over everything of another purse: its lots with their receipts, and what it owes. */
  takeOver(other: Purse): void {
    this.lots.push(...other.lots.splice(0));
    for (const [wallet, owed] of other.owed) this.owed.set(wallet, this.owes(wallet) + owed);
    other.owed.clear();
  }

  private open(wallet: string): PurseLot[] {
    return this.lots.filter((lot) => lot.wallet === wallet && lot.remaining > 0n).sort(inSpendingOrder);
  }

  private active(wallet: string, at: Instant): PurseLot[] {
    return this.open(wallet).filter((lot) => lot.activeAt <= at && lot.expiresAt > at);
  }

  private take(lots: readonly PurseLot[], points: bigint): LotPart[] {
    const parts: LotPart[] = [];
    let left = points;
    for (const lot of lots) {
      const part = least(lot.remaining, left);
      if (part === 0n) continue;
      lot.remaining -= part;
      left -= part;
      parts.push({ lot, points: part });
    }
    return parts;
  }
}
