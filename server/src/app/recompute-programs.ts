import type { LocalDate } from '../kernel/local-date.ts';
import { recomputeJournal, type Recomputed } from '../rooms/simulation/index.ts';
import type { House } from './compose.ts';

/** What came of one program. */
export type ProgramRecomputed = { readonly tenant: string; readonly program: string; readonly result: Recomputed };

export type ProgramsAsked = {
  /** Codes; all where they are left out. */
  readonly tenant?: string | undefined;
  readonly program?: string | undefined;
  /** First day, and the day after the last one, on the wall of each program. */
  readonly from?: LocalDate | undefined;
  readonly before?: LocalDate | undefined;
  readonly onProgress?: ((rows: number, ofRows: number, program: string) => void) | undefined;
};

type Parts = Pick<House, 'database' | 'programs' | 'promotions' | 'machine' | 'walletTypes'>;

/** Computes what promotions of programs decided a second time, one program after another. Reads only. Nothing where no program has these codes. */
export async function recomputePrograms(
  { database, programs, promotions, machine, walletTypes }: Parts,
  asked: ProgramsAsked,
): Promise<ProgramRecomputed[]> {
  const settings = programs.settings();
  const done: ProgramRecomputed[] = [];
  for (const { tenant, code } of settings.tenants) {
    if (asked.tenant !== undefined && asked.tenant !== code) continue;
    for (const { program, code: name, zone } of settings.programsOf(tenant)) {
      if (asked.program !== undefined && asked.program !== name) continue;
      const startOf = (day: LocalDate | undefined) => (day === undefined ? undefined : zone.startOfDay(day));
      const result = await recomputeJournal(
        database,
        {
          ...{ tenant, program, rulebook: promotions.rulebook },
          ...{ look: machine.look, codeOf: (walletType: number) => walletTypes.of(walletType).code },
          ...{ from: startOf(asked.from), before: startOf(asked.before) },
        },
        (rows, ofRows) => asked.onProgress?.(rows, ofRows, `${code} ${name}`),
      );
      done.push({ tenant: code, program: name, result });
    }
  }
  return done;
}
