import { shareOfReturn } from './share.ts';

/** A line that was sold to a customer, as long as something of it may come back. Pieces; money in pence. */
type SoldLine = {
  readonly sale: string;
  readonly day: string;
  readonly line: number;
  readonly price: bigint;
  readonly quantity: bigint;
  readonly pence: bigint;
  left: bigint;
};

/** A part of a credit that is paired with a line of a sale. */
export type PairedPart = {
  readonly sale: string;
  readonly line: number;
  readonly quantity: bigint;
  /** The price at which it was sold, in thousandths. */
  readonly price: bigint;
  /** What the sale's books give back for it. */
  readonly refund: bigint;
};

/**
 * What each customer has bought and not brought back, by stock code. Codes differ by letter case in the files and mean the same
 * goods. Nothing here asks the database: so the pairing is a function of the files, and every run pairs alike.
 */
export class SoldGoods {
  readonly #stacks = new Map<string, SoldLine[]>();

  add(customer: string, sku: string, sold: Omit<SoldLine, 'left'>): void {
    const key = keyOf(customer, sku);
    const stack = this.#stacks.get(key);
    if (stack) stack.push({ ...sold, left: sold.quantity });
    else this.#stacks.set(key, [{ ...sold, left: sold.quantity }]);
  }

  /**
   * Takes up to `quantity` pieces back, the latest sale first: those at the credited price, then, where `atAnyPrice`, the others.
   * What no sale has is left out.
   */
  take(customer: string, sku: string, quantity: bigint, price: bigint, atAnyPrice: boolean): PairedPart[] {
    const key = keyOf(customer, sku);
    const stack = this.#stacks.get(key);
    if (!stack) return [];
    const parts: PairedPart[] = [];
    let wanted = quantity;
    const takeWhere = (holds: (sold: SoldLine) => boolean): void => {
      for (let at = stack.length - 1; at >= 0 && wanted > 0n; at--) {
        const sold = stack[at]!;
        if (!holds(sold)) continue;
        const taken = sold.left < wanted ? sold.left : wanted;
        const before = sold.quantity - sold.left;
        const refund = shareOfReturn(sold.pence, before + taken, sold.quantity) - shareOfReturn(sold.pence, before, sold.quantity);
        parts.push({ sale: sold.sale, line: sold.line, quantity: taken, price: sold.price, refund });
        sold.left -= taken;
        wanted -= taken;
        if (sold.left === 0n) stack.splice(at, 1);
      }
    };
    takeWhere((sold) => sold.price === price);
    if (atAnyPrice) takeWhere(() => true);
    if (stack.length === 0) this.#stacks.delete(key);
    return parts;
  }

  /** Forgets sales before the day, so that memory is bounded by a period and not by the age of the shop. */
  forgetBefore(day: string): void {
    for (const [key, stack] of this.#stacks) {
      const kept = stack.filter((sold) => sold.day >= day);
      if (kept.length === 0) this.#stacks.delete(key);
      else if (kept.length < stack.length) this.#stacks.set(key, kept);
    }
  }
}

const keyOf = (customer: string, sku: string): string => `${customer}/${sku.toUpperCase()}`;
