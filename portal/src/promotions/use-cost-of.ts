import { useThing } from '../acts/use-thing.ts';
import { useProgram } from './area.tsx';
import { rowCost, type Worth } from './row-cost.ts';
import type { Both, SimulationReport, SimulationRow } from './simulation-types.ts';

type WalletType = { readonly code: string; readonly pays?: Worth | undefined };

/** How rows of a report become cost; absent until it is known what points are worth. */
export function useCostOf(report: SimulationReport): ((row: SimulationRow) => Both) | undefined {
  const program = useProgram();
  const types = useThing<{ items: readonly WalletType[] }>(program && `/v1/programs/${program}/wallet-types`).data;
  if (!types) return undefined;
  const worths = new Map(types.items.flatMap(({ code, pays }) => (pays ? [[code, pays] as const] : [])));
  const decimals = report.cost.draft.split('.')[1]?.length ?? 0;
  return (row) => rowCost(row, worths, decimals);
}
