import type { Basket, BasketLine } from './basket.ts';
import { measureLine } from './measure.ts';
import type { Measure } from './measure.ts';

/** How a rulebook looks at lines: every different filter once, so that a hundred promotions on all goods ask once. */
export type Selection = { readonly key: string; readonly matches: (line: BasketLine) => boolean };

/** A selection counted by a measure, likewise shared. */
export type Counting = { readonly selection: number; readonly measure: Measure };

/** The counted lines of a basket: `at` are places in `lines`, `parts` their amounts, `total` the sum. */
export type Amount = {
  readonly at: readonly number[];
  readonly parts: readonly bigint[];
  readonly total: bigint;
  /** `[line number, amount]` for derivations; made when first asked for and then shared. */
  texts: readonly (readonly [line: number, amount: string])[] | undefined;
};

/**
 * A basket as the promotions of one rulebook see it. Lines stand in the order of their numbers, whatever order they
 * came in, so that a remainder goes to the same line every time. What was looked at once is kept until the decision ends.
 */
export class Facts {
  readonly basket: Basket;
  readonly lines: readonly BasketLine[];
  private readonly selections: readonly Selection[];
  private readonly countings: readonly Counting[];
  private readonly selected: (readonly number[] | undefined)[] = [];
  private readonly counted: (Amount | undefined)[] = [];
  private readonly masks: (readonly boolean[] | undefined)[] = [];

  constructor(basket: Basket, selections: readonly Selection[], countings: readonly Counting[]) {
    this.basket = basket;
    this.lines = inOrder(basket.lines);
    this.selections = selections;
    this.countings = countings;
  }

  /** The places of the lines that the selection takes. */
  selection(slot: number): readonly number[] {
    const known = this.selected[slot];
    if (known !== undefined) return known;
    const { matches } = this.selections[slot] as Selection;
    const { lines } = this;
    const at: number[] = [];
    for (let i = 0; i < lines.length; i++) if (matches(lines[i] as BasketLine)) at.push(i);
    this.selected[slot] = at;
    return at;
  }

  /** For each place whether the selection takes its line. */
  mask(slot: number): readonly boolean[] {
    const known = this.masks[slot];
    if (known !== undefined) return known;
    const mask: boolean[] = [];
    for (let i = 0; i < this.lines.length; i++) mask.push(false);
    for (const place of this.selection(slot)) mask[place] = true;
    this.masks[slot] = mask;
    return mask;
  }

  /** The lines of a selection, counted. */
  amount(slot: number): Amount {
    const known = this.counted[slot];
    if (known !== undefined) return known;
    const { selection, measure } = this.countings[slot] as Counting;
    const at = this.selection(selection);
    const parts: bigint[] = [];
    let total = 0n;
    for (const place of at) {
      const part = measureLine(this.lines[place] as BasketLine, measure);
      parts.push(part);
      total += part;
    }
    const amount: Amount = { at, parts, total, texts: undefined };
    this.counted[slot] = amount;
    return amount;
  }

  /** The counted lines as plain data for a derivation. */
  amountTexts(slot: number): readonly (readonly [line: number, amount: string])[] {
    const amount = this.amount(slot);
    amount.texts ??= amount.at.map(
      (place, i) => [(this.lines[place] as BasketLine).line, String(amount.parts[i])] as const,
    );
    return amount.texts;
  }
}

const inOrder = (lines: readonly BasketLine[]): readonly BasketLine[] => {
  for (let i = 1; i < lines.length; i++) {
    if ((lines[i] as BasketLine).line < (lines[i - 1] as BasketLine).line) {
      return [...lines].sort((a, b) => a.line - b.line);
    }
  }
  return lines;
};
