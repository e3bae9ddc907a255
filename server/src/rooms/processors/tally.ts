import type { Answer } from './port.ts';

/** What questions to processors came to in this process, by processor, question and outcome. */
export type Tally = {
  readonly note: (processor: number, question: string, outcome: Answer['outcome']) => void;
  readonly read: () => readonly {
    readonly processor: number;
    readonly question: string;
    readonly outcome: Answer['outcome'];
    readonly count: number;
  }[];
};

/** Begins at nothing: counters of a process start with it. */
export function createTally(): Tally {
  const counts = new Map<string, { processor: number; question: string; outcome: Answer['outcome']; count: number }>();
  return {
    note: (processor, question, outcome) => {
      const key = `${processor}/${question}/${outcome}`;
      const known = counts.get(key);
      if (known) known.count += 1;
      else counts.set(key, { processor, question, outcome, count: 1 });
    },
    read: () => [...counts.values()],
  };
}
