/** A till or other device that sends operations. */
export type Terminal = {
  readonly terminal: number;
  readonly tenant: number;
  readonly outlet: number;
  readonly code: string;
  /** May it ask for what can be refused; may it tell what has already happened (architecture 14). */
  readonly mayRequest: boolean;
  readonly mayNotify: boolean;
  /** Its client references are a space of their own, not the partner's: tills that each count from 1. */
  readonly hasOwnReferences: boolean;
  readonly state: 'active' | 'suspended';
};

/** What may be said of a terminal, when it is added and later. Whether it counts its own references is for ever. */
export type TerminalChange = {
  readonly mayRequest?: boolean | undefined;
  readonly mayNotify?: boolean | undefined;
  readonly state?: Terminal['state'] | undefined;
};

export type TerminalInput = {
  readonly code: string;
  readonly mayRequest?: boolean | undefined;
  readonly mayNotify?: boolean | undefined;
  readonly hasOwnReferences?: boolean | undefined;
};
