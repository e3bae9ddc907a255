import { useCallback, useEffect, useState } from 'react';
import { ask, askIn, keepCsrf, Refused } from './api/ask.ts';
import { forgetDevice, keepClock } from './api/device.ts';
import { forgetMember, keepPage, keepPlace, keptPage, type Page } from './api/kept.ts';
import { useWords } from './words/words.tsx';

const LOOK_AGAIN_MS = 60_000;

/**
 * What the server says of whoever is signed in, and until it does what it said last. `isStale`: it was asked and could not be heard.
 * Who is signed in no more is forgotten.
 */
export function usePage() {
  const { language } = useWords();
  const [page, setPage] = useState<Page | undefined>(keptPage);
  const [isStale, setStale] = useState(!navigator.onLine);
  const [isLooking, setLooking] = useState(true);

  const leave = useCallback((): void => {
    forgetMember();
    void forgetDevice();
    setPage(undefined);
    setLooking(false);
  }, []);

  const refresh = useCallback(async (): Promise<void> => {
    askIn(language);
    try {
      const told = await ask<Page>('GET /v1/me');
      keepCsrf(told.csrf);
      keepClock(told.asOf);
      keepPage(told);
      keepPlace(told.place.code);
      setPage(told);
      setStale(false);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return leave();
      setStale(true);
    } finally {
      setLooking(false);
    }
  }, [language, leave]);

  useEffect(() => {
    void refresh();
    const look = (): void => {
      if (document.visibilityState === 'visible') void refresh();
    };
    const lost = (): void => setStale(true);
    const timer = setInterval(look, LOOK_AGAIN_MS);
    addEventListener('online', look);
    addEventListener('offline', lost);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      removeEventListener('online', look);
      removeEventListener('offline', lost);
      document.removeEventListener('visibilitychange', look);
    };
  }, [refresh]);

  return { page, isStale, isLooking, refresh, signedIn: refresh, leave };
}
