import { useQueryClient } from '@tanstack/react-query';
import { send } from '../api/ask.ts';
import type { Address } from './use-act.ts';

/** Hands content over to the browser as a file of that name. */
export function saveAs(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Fetches a file and hands it over to the browser; a refusal is thrown as `ask` throws it. */
export function useDownload(changes: readonly string[] = []) {
  const queries = useQueryClient();
  return async (what: Address | `GET /${string}`, name: string, body?: unknown): Promise<void> => {
    const response = await send(
      what,
      body === undefined ? {} : { raw: { content: JSON.stringify(body), type: 'application/json' } },
    );
    saveAs(name, await response.blob());
    await queries.invalidateQueries({
      predicate: ({ queryKey: [first] }) => changes.some((path) => String(first).startsWith(path)),
    });
  };
}
