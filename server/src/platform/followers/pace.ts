/** The pauses of somebody who looks again and again: short after a find, doubling while there is nothing, up to the longest. */
export type Pace = {
  /** Milliseconds to wait now; the next time twice as long. */
  next(): number;
  /** Back to the shortest. */
  reset(): void;
};

/** Pauses from `shortestMs` to `longestMs`. */
export function createPace(shortestMs: number, longestMs: number): Pace {
  let ms = shortestMs;
  return {
    next: () => {
      const now = ms;
      ms = Math.min(ms * 2, longestMs);
      return now;
    },
    reset: () => {
      ms = shortestMs;
    },
  };
}
