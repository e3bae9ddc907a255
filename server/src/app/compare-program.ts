import type { Instant } from '../kernel/instant.ts';
import type { CompiledRulebook } from '../rooms/promotions/index.ts';
import { compareJournal, type AgreementReport } from '../rooms/simulation/index.ts';
import type { House } from './compose.ts';

export type ComparisonAsked = {
  readonly program: number;
  /** A rulebook to try; the decisions as they were made when left out. */
  readonly draft?: CompiledRulebook | undefined;
  /** Where the other side's points stand in a receipt, by wallet type; what was granted then when left out. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly from?: Instant | undefined;
  readonly before?: Instant | undefined;
  readonly onProgress?: ((rows: number, ofRows: number) => void) | undefined;
};

/** Compares what a program's sales give with what another side gave for them. Reads only. */
export function compareProgram(
  { database, programs, promotions, walletTypes }: Pick<House, 'database' | 'programs' | 'promotions' | 'walletTypes'>,
  { program, draft, attributes, from, before, onProgress }: ComparisonAsked,
): Promise<AgreementReport> {
  const { tenant } = programs.settings().program(program);
  const decimals = new Map(
    walletTypes.ofProgram(program).map(({ code, unit }) => [code, programs.settings().unit(unit).decimals]),
  );
  const versions = promotions.list(program).map(({ rulebook }) => rulebook);
  return compareJournal(
    database,
    {
      ...{ tenant, program, draft, attributes, from, before, versions },
      rulebook: promotions.rulebook,
      decimalsOf: (wallet) => decimals.get(wallet) ?? 0,
    },
    onProgress,
  );
}
