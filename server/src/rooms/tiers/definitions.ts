import type { Instant } from '../../kernel/instant.ts';
import type { Database } from '../../platform/database/database.ts';
import { createSettingsFollower, type Programs } from '../programs/index.ts';
import type { WalletTypes } from '../points/index.ts';
import { thresholdsOf } from './check-definition.ts';
import type { TierDefinition } from './definition.ts';
import { selectDefinitions } from './store/definition.ts';

/** The published rules of all programs, in memory: settings, so there are few. */
export type TierDefinitions = {
  /** Of one program, by version; empty where it counts no tiers. */
  readonly of: (program: number) => readonly TierDefinition[];
  /** The highest version in force at a moment, of every program that has one. */
  readonly inForce: (at: Instant) => readonly TierDefinition[];
  readonly refresh: () => Promise<void>;
  readonly watch: () => void;
  readonly stop: () => Promise<void>;
};

export function createDefinitions(deps: {
  readonly database: Database;
  readonly programs: Pick<Programs, 'settings' | 'refresh'>;
  readonly walletTypes: WalletTypes;
  readonly onFailure?: ((error: unknown) => void) | undefined;
}): TierDefinitions {
  const follower = createSettingsFollower({
    database: deps.database,
    load: async (tx) => Map.groupBy(await selectDefinitions(tx), (row) => row.program),
    // Thresholds count in units: those have to be known first.
    beforeShowing: async () => {
      await deps.programs.refresh();
      await deps.walletTypes.refresh();
    },
    onFailure: deps.onFailure,
  });
  const ready = new WeakMap<object, readonly TierDefinition[]>();
  const of = (program: number): readonly TierDefinition[] => {
    const rows = follower.current().get(program);
    if (!rows) return [];
    let made = ready.get(rows);
    if (!made) {
      made = rows.map((row) => ({ ...row, thresholds: thresholdsOf(deps, row.program, row.content) }));
      ready.set(rows, made);
    }
    return made;
  };
  return {
    of,
    inForce: (at) =>
      [...follower.current().keys()].flatMap((program) => of(program).findLast((one) => one.inForceFrom <= at) ?? []),
    refresh: follower.refresh,
    watch: follower.watch,
    stop: follower.stop,
  };
}
