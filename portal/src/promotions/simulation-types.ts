import type { z } from 'zod';
import type { simulationHeadSchema, simulationSchema } from '../../../contract/simulation.ts';

export type SimulationHead = z.output<typeof simulationHeadSchema>;
export type Simulation = z.output<typeof simulationSchema>;

/** An amount by the draft, by the version in force, and the one less the other; decimal text. */
export type Both = { readonly draft: string; readonly today: string; readonly difference: string };
/** Points under the code of their wallet type, discounts under `money`. */
export type Amounts = Readonly<Record<string, Both>>;
export type SimulationRow = {
  readonly key: string;
  readonly receipts?: number;
  readonly amounts: Amounts;
};
export type NamedBuyer = { readonly owner: string; readonly difference: string };
export type Winners = {
  readonly amount: string;
  readonly win: number;
  readonly lose: number;
  readonly same: number;
  readonly winMost: readonly NamedBuyer[];
  readonly loseMost: readonly NamedBuyer[];
};
export type NeverFired = {
  readonly code: string;
  readonly reasons: readonly { readonly reason: string; readonly share: number }[];
};

/** What occasions brought: points without a receipt. */
export type OccasionsSimulated = {
  readonly occasions: number;
  readonly people: number;
  /** Those that left no entry in the journal: told by what is known of members today. */
  readonly unkept: number;
  readonly reversed: number;
  readonly cost: Both;
  readonly byName: readonly { readonly name: string; readonly occasions: number; readonly amounts: Amounts }[];
  readonly byDay: readonly { readonly key: string; readonly occasions: number; readonly amounts: Amounts }[];
  readonly members: readonly Winners[];
};

/** The report of a simulation, as the endpoint's description names its parts. */
export type SimulationReport = {
  readonly rulebook: number;
  readonly currency: string;
  readonly receipts: number;
  readonly withBuyer: number;
  readonly buyers: number;
  readonly firstOn: string | null;
  readonly lastOn: string | null;
  readonly gross: string;
  readonly amounts: Amounts;
  readonly cost: Both;
  readonly byDay: readonly SimulationRow[];
  readonly byOutlet: readonly SimulationRow[];
  readonly members: readonly Winners[];
  /** Absent in reports that were made before occasions were simulated; null where nothing answers them. */
  readonly occasions?: OccasionsSimulated | null;
  readonly costInAll?: Both;
  readonly promotions: readonly {
    readonly code: string;
    readonly on?: string | null;
    readonly receipts: number;
    readonly occasions?: number;
    readonly amounts: Readonly<Record<string, string>>;
    readonly firstOn: string | null;
    readonly lastOn: string | null;
  }[];
  readonly neverFired: readonly NeverFired[];
  readonly overlaps: readonly {
    readonly promotions: readonly [string, string];
    readonly receipts: number;
    readonly occasions?: number;
  }[];
  readonly budgetEnds: readonly {
    readonly promotion: string;
    readonly of: 'uses' | 'points' | 'money';
    readonly max: string;
    readonly period: string;
    readonly endsOn: string;
  }[];
  readonly lacking: Readonly<Record<string, number>>;
};

export const isOver = ({ state }: SimulationHead): boolean => state === 'done' || state === 'failed';
