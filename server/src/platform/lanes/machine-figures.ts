/** Figures of the machine, for metrics. */
export type MachineFigures = {
  waiting: number;
  inFlight: number;
  batches: number;
  operations: number;
  reruns: number;
  halved: number;
  /** Batches that were sent behind another on its connection. */
  behind: number;
  /** Names of which it is remembered where they led. */
  names: number;
};

/** The figures of a machine that has just begun. */
export const noFigures = (): MachineFigures => ({
  ...{ waiting: 0, inFlight: 0, batches: 0, operations: 0 },
  ...{ reruns: 0, halved: 0, behind: 0, names: 0 },
});
