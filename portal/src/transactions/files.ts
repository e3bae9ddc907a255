import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import i18next from 'i18next';
import type { z } from 'zod';
import type { reportExportListSchema, reportExportSchema } from '../../../contract/reports.ts';
import { ask, newReference } from '../api/ask.ts';
import type { Filter } from './filter.ts';

export type FileOrder = z.infer<typeof reportExportSchema>;

const PATH = '/v1/reports/exports';
const LOOK_MS = 1_000;

export const isUnderWay = ({ state }: FileOrder): boolean => state === 'waiting' || state === 'working';

/** How far a file is, in whole per cent; never all before it is done, since what was expected is an estimate. */
export const percentOf = ({ state, rowsDone, rowsExpected }: FileOrder): number => {
  if (state === 'done') return 100;
  return rowsExpected === 0 ? 0 : Math.min(99, Math.floor((100 * rowsDone) / rowsExpected));
};

/** One's own files, newest first; looked at every second as long as one is under way. */
export const useFiles = (): UseQueryResult<readonly FileOrder[]> =>
  useQuery({
    queryKey: [PATH],
    queryFn: async () => (await ask<z.infer<typeof reportExportListSchema>>(`GET ${PATH}`)).items,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? LOOK_MS : false),
  });

/** Orders a file of a filter, cancels one, and gives one to the browser. */
export function useFileActs() {
  const queries = useQueryClient();
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: [PATH] });
  return {
    order: async (filter: Filter, format: 'csv' | 'xlsx', reference = newReference()): Promise<FileOrder> => {
      const language = i18next.language.startsWith('es') ? 'es' : 'en';
      const made = await ask<FileOrder>(`POST ${PATH}`, { body: { reference, format, language, filter } });
      await again();
      return made;
    },
    cancel: async (one: FileOrder): Promise<void> => {
      await ask(`POST ${PATH}/${one.export}/cancel`);
      await again();
    },
  };
}

/** Where the browser fetches a file from: the session's cookie opens it, and nothing of it passes through this page's memory. */
export const fileAddress = (one: FileOrder): string => `${PATH}/${one.export}/file`;
