import { formatQuantity } from '../../../kernel/quantity.ts';
import { attribute, explanationKey } from './attribute.ts';
import type { Attributed, Evidence } from './attribute.ts';
import type { AgreementClass, Disagreement, Unit } from './unit.ts';

/** Receipts with points on either side, and what the two gave. */
type Cell = { units: number; agreed: number; told: bigint; decided: bigint; absolute: bigint };
type RuleCell = { units: number; agreed: number; difference: bigint; absolute: bigint };

/** What was compared, as far as it has been counted; smallest steps. */
export type AgreementTally = {
  readonly months: Map<string, Cell>;
  readonly agreedByRule: Map<string, number>;
  readonly mostTold: Map<string, bigint>;
  readonly disagreements: Disagreement[];
  /** What units that agree and were asked say against explanations, by month. */
  readonly evidence: Map<string, Evidence>;
};

export const emptyAgreement = (): AgreementTally => ({
  ...{ months: new Map(), agreedByRule: new Map(), mostTold: new Map(), disagreements: [] },
  evidence: new Map(),
});

// No code of a month, wallet type or promotion has a space in it.
const joined = (...parts: readonly string[]): string => parts.join(' ');

type Asked = {
  /** What would explain it. */
  readonly explain: () => Disagreement['explanations'];
  /** What it speaks against. */
  readonly contradict: () => Disagreement['explanations'];
};

// Asking costs as much as a hundred decisions: of a month the first units that agree are asked, then one in so many.
const ASKED_FIRST = 200;
const ASKED_EVERY = 97;

/** Counts a unit; one that does not agree is kept with what would explain it. */
export const countUnit = (tally: AgreementTally, unit: Unit, { explain, contradict }: Asked): void => {
  const { month, wallet, told, decided, rules } = unit;
  const key = joined(month, wallet);
  const cell = tally.months.get(key) ?? { units: 0, agreed: 0, told: 0n, decided: 0n, absolute: 0n };
  tally.months.set(key, cell);
  cell.units += 1;
  cell.told += told;
  cell.decided += decided;
  cell.absolute += absolute(decided - told);
  if ((tally.mostTold.get(wallet) ?? 0n) < told) tally.mostTold.set(wallet, told);
  if (told !== decided) {
    tally.disagreements.push({ ...unit, explanations: explain() });
    return;
  }
  cell.agreed += 1;
  const evidence = tally.evidence.get(month) ?? { asked: 0, against: new Map<string, number>() };
  tally.evidence.set(month, evidence);
  if (cell.agreed <= ASKED_FIRST || cell.agreed % ASKED_EVERY === 0) {
    evidence.asked += 1;
    for (const key of new Set(contradict().map(explanationKey)))
      evidence.against.set(key, (evidence.against.get(key) ?? 0) + 1);
  }
  for (const rule of rules) {
    const of = joined(month, wallet, rule);
    tally.agreedByRule.set(of, (tally.agreedByRule.get(of) ?? 0) + 1);
  }
};

const absolute = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

type Differing = { readonly units: number; readonly difference: string; readonly absolute: string };
type Compared = {
  readonly units: number;
  readonly agreed: number;
  readonly difference: string;
  readonly absolute: string;
};

export type AgreementReport = {
  /** Receipts that were looked at, and those of which the other side does not tell, or not readably. */
  readonly receipts: number;
  readonly untold: number;
  /** Receipt by wallet, or by wallet and promotion. */
  readonly units: number;
  readonly agreed: number;
  /** Differences without their sign, in shares of what the other side gave, by wallet. */
  readonly wallets: readonly (Compared & {
    readonly wallet: string;
    readonly told: string;
    readonly decided: string;
    readonly valueShare: string;
  })[];
  readonly byMonth: readonly (Compared & {
    readonly month: string;
    readonly wallet: string;
    readonly told: string;
    readonly decided: string;
  })[];
  /** A unit that does not agree counts for the promotion of its explanation; under no name where there is none of ours. */
  readonly byRule: readonly (Compared & { readonly rule: string; readonly wallet: string })[];
  readonly byRuleAndMonth: readonly (Compared & {
    readonly rule: string;
    readonly month: string;
    readonly wallet: string;
  })[];
  readonly classes: readonly (Differing & {
    readonly class: AgreementClass;
    readonly rule: string;
    readonly what: string;
    readonly wallet: string;
    readonly first: readonly {
      readonly lane: number;
      readonly seq: string;
      readonly told: string;
      readonly decided: string;
    }[];
  })[];
};

const FIRST_MAX = 3;
const SHARE_DECIMALS = 6;

/** Makes the report of a tally. `decimalsOf` a wallet type. */
export const agreementOf = (
  tally: AgreementTally,
  { receipts, untold }: { readonly receipts: number; readonly untold: number },
  decimalsOf: (wallet: string) => number,
): AgreementReport => {
  const attributed = attribute(tally.disagreements, tally.mostTold, tally.evidence);
  const text = (wallet: string, amount: bigint): string => formatQuantity(amount, decimalsOf(wallet));
  const months = [...tally.months].sort(byKey);
  const compared = (wallet: string, { units, agreed, told, decided, absolute: sum }: Cell) => ({
    ...{ units, agreed, told: text(wallet, told), decided: text(wallet, decided) },
    ...{ difference: text(wallet, decided - told), absolute: text(wallet, sum) },
  });
  const wallets = new Map<string, Cell>();
  for (const [key, cell] of months) {
    const wallet = key.split(' ')[1] as string;
    const sum = wallets.get(wallet) ?? { units: 0, agreed: 0, told: 0n, decided: 0n, absolute: 0n };
    wallets.set(wallet, {
      ...{ units: sum.units + cell.units, agreed: sum.agreed + cell.agreed, told: sum.told + cell.told },
      ...{ decided: sum.decided + cell.decided, absolute: sum.absolute + cell.absolute },
    });
  }
  const cells = ruleCells(tally, attributed);
  const byRule = new Map<string, RuleCell>();
  for (const [key, cell] of cells) {
    const [, wallet, rule] = key.split(' ') as [string, string, string];
    addCell(byRule, joined(wallet, rule), cell);
  }
  const ofRule = (wallet: string, { units, agreed, difference, absolute: sum }: RuleCell): Compared => ({
    ...{ units, agreed, difference: text(wallet, difference), absolute: text(wallet, sum) },
  });
  return {
    ...{ receipts, untold },
    units: months.reduce((sum, [, { units }]) => sum + units, 0),
    agreed: months.reduce((sum, [, { agreed }]) => sum + agreed, 0),
    wallets: [...wallets].map(([wallet, cell]) => ({
      ...{ wallet, ...compared(wallet, cell) },
      valueShare:
        cell.told === 0n
          ? ''
          : formatQuantity((cell.absolute * 10n ** BigInt(SHARE_DECIMALS)) / cell.told, SHARE_DECIMALS),
    })),
    byMonth: months.map(([key, cell]) => {
      const [month, wallet] = key.split(' ') as [string, string];
      return { month, wallet, ...compared(wallet, cell) };
    }),
    byRule: [...byRule].sort(byKey).map(([key, cell]) => {
      const [wallet, rule] = key.split(' ') as [string, string];
      return { rule, wallet, ...ofRule(wallet, cell) };
    }),
    byRuleAndMonth: [...cells].sort(byKey).map(([key, cell]) => {
      const [month, wallet, rule] = key.split(' ') as [string, string, string];
      return { rule, month, wallet, ...ofRule(wallet, cell) };
    }),
    classes: classesOf(attributed, text),
  };
};

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

const addCell = (cells: Map<string, RuleCell>, key: string, more: RuleCell): void => {
  const cell = cells.get(key) ?? { units: 0, agreed: 0, difference: 0n, absolute: 0n };
  cells.set(key, {
    ...{ units: cell.units + more.units, agreed: cell.agreed + more.agreed },
    ...{ difference: cell.difference + more.difference, absolute: cell.absolute + more.absolute },
  });
};

/** The promotion that a disagreement counts for. */
const ruleOf = ({ by, rules }: Attributed): string =>
  by.rule === '' && rules.length === 1 ? (rules[0] as string) : by.rule;

const ruleCells = (tally: AgreementTally, attributed: readonly Attributed[]): Map<string, RuleCell> => {
  const cells = new Map<string, RuleCell>();
  for (const [key, agreed] of tally.agreedByRule)
    addCell(cells, key, { units: agreed, agreed, difference: 0n, absolute: 0n });
  for (const one of attributed) {
    const difference = one.decided - one.told;
    addCell(cells, joined(one.month, one.wallet, ruleOf(one)), {
      ...{ units: 1, agreed: 0, difference, absolute: absolute(difference) },
    });
  }
  return cells;
};

const classesOf = (
  attributed: readonly Attributed[],
  text: (wallet: string, amount: bigint) => string,
): AgreementReport['classes'] => {
  const groups = new Map<string, Attributed[]>();
  for (const one of attributed) {
    const key = joined(one.by.class, one.wallet, ruleOf(one), one.by.what);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => {
      const [{ by, wallet }] = group as [Attributed];
      const sum = (of: (one: Attributed) => bigint): bigint => group.reduce((all, one) => all + of(one), 0n);
      return {
        ...{ class: by.class, rule: ruleOf(group[0] as Attributed), what: by.what, wallet, units: group.length },
        difference: text(
          wallet,
          sum(({ told, decided }) => decided - told),
        ),
        absolute: text(
          wallet,
          sum(({ told, decided }) => absolute(decided - told)),
        ),
        first: group.slice(0, FIRST_MAX).map(({ lane, seq, told, decided }) => ({
          ...{ lane, seq: String(seq), told: text(wallet, told), decided: text(wallet, decided) },
        })),
      };
    });
};
