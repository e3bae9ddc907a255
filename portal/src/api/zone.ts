import { useSyncExternalStore } from 'react';
import { instantInZone } from './zone-time.ts';

const MINUTE_LENGTH = 16;
const listeners = new Set<() => void>();
let home: string | undefined;

/** Tells in which zone the house lives: that of its first program. Absent until it is known, and for whoever may not read settings. */
export const setHomeZone = (zone: string | undefined): void => {
  if (zone === home) return;
  home = zone;
  for (const listener of listeners) listener();
};

/** The zone of the house, else this browser's. */
export const homeZone = (): string => home ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The zone in which the portal tells everything that has none of its own, and in which it takes what is typed. */
export const useHomeZone = (): string => useSyncExternalStore(subscribe, homeZone);

/** A time that was typed by the clock of the house, as the API takes it. */
export const instantOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== ''
    ? instantInZone(value.slice(0, MINUTE_LENGTH), homeZone()).toISOString()
    : undefined;

/** The day that it is by the clock of the house. */
export const todayText = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: homeZone() });
