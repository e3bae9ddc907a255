import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { checkLedger, type LedgerDifference } from '../check-ledger.ts';
import type { LineDeps } from '../deps.ts';
import { clearExports, runExport } from '../export/run-export.ts';
import { packLines } from '../packs/pack-lines.ts';
import { warmPacks } from '../packs/warm-packs.ts';
import { makeMonthsAhead } from './make-months.ts';

const EXPORT_PAUSE_MS = 1_000;
const CLEAR_PAUSE_MS = 10 * 60_000;
const CHECK_PAUSE_MS = 60_000;
const PACK_PAUSE_MS = 5_000;
const MONTHS_PAUSE_MS = 6 * 3_600_000;

/** What this room does by itself: files, the comparison with the ledger, packs of lines, pieces of months to come. */
export function createReportJobs(
  lines: LineDeps,
  told: {
    readonly onFailure?: ((error: unknown) => void) | undefined;
    readonly onDifference?: ((difference: LedgerDifference) => void) | undefined;
  },
): Jobs {
  const { folder } = lines;
  const warmed = new Set<bigint>();
  const exports =
    folder === undefined
      ? []
      : [
          {
            pauseMs: EXPORT_PAUSE_MS,
            work: async (isStopping: () => boolean) => {
              while (!isStopping() && (await runExport(lines, folder, isStopping)));
            },
          },
          { pauseMs: CLEAR_PAUSE_MS, work: () => clearExports(lines, folder) },
        ];
  return repeatWork(
    [
      ...exports,
      {
        pauseMs: CHECK_PAUSE_MS,
        work: async (isStopping) => {
          for (const difference of await checkLedger(lines, isStopping)) told.onDifference?.(difference);
        },
      },
      {
        pauseMs: PACK_PAUSE_MS,
        work: async (isStopping) => {
          await packLines(lines, isStopping);
        },
      },
      // Beside the packing, which after a filling anew takes minutes: what is packed is asked for from the first moment on.
      { pauseMs: PACK_PAUSE_MS, work: (isStopping) => warmPacks(lines, warmed, isStopping) },
      { pauseMs: MONTHS_PAUSE_MS, work: () => makeMonthsAhead(lines) },
    ],
    told.onFailure,
  );
}
