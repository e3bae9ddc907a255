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
  /** As they stand now: discounts that have been given are in them. */
  lines: readonly BasketLine[];
  /** As they stood before any promotion took something off. */
  readonly initial: readonly BasketLine[];
  private readonly selections: readonly Selection[];
  private readonly countings: readonly Counting[];
  private readonly selected: Memory<readonly number[]>;
  private readonly masks: Memory<readonly boolean[]>;
  private counted: Memory<Amount>;
  /** Whether effects tell what they acted on. At the till nobody reads it: an explanation decides again. */
  readonly derives: boolean;

  constructor(basket: Basket, selections: readonly Selection[], countings: readonly Counting[], derives = true) {
    this.derives = derives;
    this.basket = basket;
    this.lines = inOrder(basket.lines);
    this.initial = this.lines;
    this.selections = selections;
    this.countings = countings;
    this.selected = memoryOf(selections.length);
    this.masks = memoryOf(selections.length);
    this.counted = memoryOf(countings.length);
  }

  /** Takes `parts[i]` off the price of the line at place `at[i]`; what comes after sees the lower price. */
  takeOff(at: readonly number[], parts: readonly bigint[]): void {
    const lines = [...this.lines];
    for (let i = 0; i < at.length; i++) {
      const part = parts[i] as bigint;
      if (part === 0n) continue;
      const place = at[i] as number;
      const line = lines[place] as BasketLine;
      lines[place] = { ...line, discount: line.discount + part };
    }
    this.lines = lines;
    // No selection reads what is paid, so those stay.
    this.counted = memoryOf(this.countings.length);
  }

  /** Puts the lines back as they were. */
  restore(lines: readonly BasketLine[]): void {
    if (lines === this.lines) return;
    this.lines = lines;
    this.counted = memoryOf(this.countings.length);
  }

  /** The same goods at other prices: what is asked of them leaves these facts as they are. */
  seenAs(lines: readonly BasketLine[]): Facts {
    return new Facts({ ...this.basket, lines }, this.selections, this.countings, this.derives);
  }

  /** The places of the lines that the selection takes. */
  selection(slot: number): readonly number[] {
    const known = this.selected.get(slot);
    if (known !== undefined) return known;
    const { matches } = this.selections[slot] as Selection;
    const { lines } = this;
    const at: number[] = [];
    for (let i = 0; i < lines.length; i++) if (matches(lines[i] as BasketLine)) at.push(i);
    this.selected.set(slot, at);
    return at;
  }

  /** For each place whether the selection takes its line. */
  mask(slot: number): readonly boolean[] {
    const known = this.masks.get(slot);
    if (known !== undefined) return known;
    const mask: boolean[] = [];
    for (let i = 0; i < this.lines.length; i++) mask.push(false);
    for (const place of this.selection(slot)) mask[place] = true;
    this.masks.set(slot, mask);
    return mask;
  }

  /** The lines of a selection, counted. */
  amount(slot: number): Amount {
    const known = this.counted.get(slot);
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
    this.counted.set(slot, amount);
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

type Memory<Value> = { get(slot: number): Value | undefined; set(slot: number, value: Value): void };

class Slots<Value> implements Memory<Value> {
  private readonly values: (Value | undefined)[] = [];
  get(slot: number): Value | undefined {
    return this.values[slot];
  }
  set(slot: number, value: Value): void {
    this.values[slot] = value;
  }
}

// An array with few of many places filled is a slow dictionary, and one that is filled costs more than the decision.
const SLOTS_MAX = 512;

const memoryOf = <Value>(size: number): Memory<Value> => (size <= SLOTS_MAX ? new Slots() : new Map<number, Value>());

const inOrder = (lines: readonly BasketLine[]): readonly BasketLine[] => {
  for (let i = 1; i < lines.length; i++) {
    if ((lines[i] as BasketLine).line < (lines[i - 1] as BasketLine).line) {
      return [...lines].sort((a, b) => a.line - b.line);
    }
  }
  return lines;
};
