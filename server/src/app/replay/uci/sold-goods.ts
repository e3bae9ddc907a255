import { shareOfReturn } from './share.ts';

/** A line that was sold to a customer. Pieces, thousandths of a pound, pence: numbers, as in the lines of the file. */
export type SoldLine = {
  readonly sale: string;
  readonly day: string;
  readonly line: number;
  readonly price: number;
  readonly quantity: number;
  readonly pence: number;
  /** What of it has not come back. */
  left: number;
};

/** A part of a credit that is paired with a line of a sale. */
export type PairedPart = {
  readonly sale: string;
  readonly line: number;
  readonly quantity: number;
  /** The price at which it was sold, in thousandths. */
  readonly price: number;
  /** What the sale's books give back for it, in pence. */
  readonly refund: number;
};

type Shelf = Map<string, SoldLine[]>;

/**
 * What each customer has bought and not brought back, by stock code. Codes differ by letter case in the files and mean the same
 * goods. Nothing here asks the database: so the pairing is a function of the files, and every run pairs alike.
 */
export class SoldGoods {
  readonly #shelves = new Map<string, Shelf>();

  add(customer: string, sku: string, sold: SoldLine): void {
    let shelf = this.#shelves.get(customer);
    if (!shelf) this.#shelves.set(customer, (shelf = new Map()));
    const code = sku.toUpperCase();
    const stack = shelf.get(code);
    if (stack) stack.push(sold);
    else shelf.set(code, [sold]);
  }

  /**
   * Takes up to `quantity` pieces back, the latest sale first: those at the credited price, then, where `atAnyPrice`, the others.
   * What no sale has is left out.
   */
  take(customer: string, sku: string, quantity: number, price: number, atAnyPrice: boolean): PairedPart[] {
    const shelf = this.#shelves.get(customer);
    const stack = shelf?.get(sku.toUpperCase());
    if (!shelf || !stack) return [];
    const parts: PairedPart[] = [];
    let wanted = quantity;
    const takeWhere = (holds: (sold: SoldLine) => boolean): void => {
      for (let at = stack.length - 1; at >= 0 && wanted > 0; at--) {
        const sold = stack[at]!;
        if (!holds(sold)) continue;
        const taken = Math.min(sold.left, wanted);
        const before = sold.quantity - sold.left;
        const refund =
          shareOfReturn(sold.pence, before + taken, sold.quantity) - shareOfReturn(sold.pence, before, sold.quantity);
        parts.push({ sale: sold.sale, line: sold.line, quantity: taken, price: sold.price, refund });
        sold.left -= taken;
        wanted -= taken;
        if (sold.left === 0) stack.splice(at, 1);
      }
    };
    takeWhere((sold) => sold.price === price);
    if (atAnyPrice) takeWhere(() => true);
    return parts;
  }

  /** Forgets sales before the day, so that memory is bounded by a period and not by the age of the shop. */
  forgetBefore(day: string): void {
    for (const [customer, shelf] of this.#shelves) {
      for (const [code, stack] of shelf) {
        const kept = stack.filter((sold) => sold.day >= day);
        if (kept.length === 0) shelf.delete(code);
        else if (kept.length < stack.length) shelf.set(code, kept);
      }
      if (shelf.size === 0) this.#shelves.delete(customer);
    }
  }
}
