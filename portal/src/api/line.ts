import { useSyncExternalStore } from 'react';

const RETRY_MS = 2_000;

/** Whether the server answers. Once it did not, it is asked until it does. */
function createLine() {
  const listeners = new Set<() => void>();
  let isUp = true;
  const tell = (now: boolean): void => {
    if (now === isUp) return;
    isUp = now;
    for (const listener of listeners) listener();
    if (!now) setTimeout(() => void lookAgain(), RETRY_MS);
  };
  const lookAgain = async (): Promise<void> => {
    if (isUp) return;
    try {
      await fetch('/healthz', { cache: 'no-store' });
      tell(true);
    } catch {
      setTimeout(() => void lookAgain(), RETRY_MS);
    }
  };
  return {
    tell,
    isUp: () => isUp,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export const line = createLine();
window.addEventListener('offline', () => line.tell(false));

/** Whether the server answers, for whoever shows it. */
export const useLine = (): boolean => useSyncExternalStore(line.subscribe, line.isUp);
