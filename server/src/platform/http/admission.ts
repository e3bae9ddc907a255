import type { RequestState } from './request-state.ts';

/** How many requests are inside, and whether one more may come in. */
export type Admission = {
  /** Takes a place; false when there is none, or when the server stops. */
  readonly enter: () => boolean;
  /** The exchange is over: gives the place back, unless a handler still works for a caller that has gone. */
  readonly close: (state: RequestState) => void;
  readonly beginWork: (state: RequestState) => void;
  readonly endWork: (state: RequestState) => void;
  /** From now on nobody comes in. */
  readonly stop: () => void;
  readonly isStopping: () => boolean;
};

/**
 * At most `max` requests at once. A caller that hangs up does not free its place while its operation is still worked
 * on: else a client that sends, hangs up and sends again would fill the server past any limit.
 */
export const createAdmission = (max: number): Admission => {
  let inside = 0;
  let isStopping = false;
  return {
    enter: () => {
      if (isStopping || inside >= max) return false;
      inside += 1;
      return true;
    },
    close: (state) => {
      state.isClosed = true;
      if (!state.isWorking) inside -= 1;
    },
    beginWork: (state) => {
      state.isWorking = true;
    },
    endWork: (state) => {
      state.isWorking = false;
      if (state.isClosed) inside -= 1;
    },
    stop: () => {
      isStopping = true;
    },
    isStopping: () => isStopping,
  };
};
