import { useCallback, useState } from 'react';
import { Refused } from '../api/ask.ts';
import { useWords } from '../words/words.tsx';

/** Something that a person has asked for: under way, refused in words, or neither. */
export function useAct() {
  const { words } = useWords();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const act = useCallback(
    async (work: () => Promise<unknown>): Promise<boolean> => {
      setBusy(true);
      setProblem('');
      try {
        await work();
        return true;
      } catch (error) {
        setProblem(sentenceOf(error, words));
        return false;
      } finally {
        setBusy(false);
      }
    },
    [words],
  );
  return { isBusy, problem, act };
}

type Said = { readonly busy: string; readonly noLine: string; readonly failed: string };

/** What went wrong, as it is said to a member. */
export function sentenceOf(error: unknown, words: Said): string {
  if (!(error instanceof Refused)) return words.failed;
  if (error.isOffline) return words.noLine;
  if (error.status === 429) return words.busy;
  return error.message || words.failed;
}
