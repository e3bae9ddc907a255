/** The three dates of an operation: the till's clock, the server's clock, and the business day of the outlet. */
export type ThreeDates = { readonly occurredAt: string; readonly recordedAt: string; readonly bookedOn: string };

/** A member's wallet as a step left it. */
export type Standing = {
  readonly member: string;
  readonly walletType: string;
  readonly unit: string;
  readonly available: string;
  readonly pending: string;
  readonly held: string;
  readonly frozen: string;
  readonly owed: string;
  readonly expiresNext?: { readonly points: string; readonly at: string };
};

/** Why a receipt earned what it earned. */
export type Why = {
  /** The published version that decided. */
  readonly rulebook: number;
  /** Sentences. */
  readonly fired: readonly string[];
  readonly notFired: readonly string[];
};

/** One sentence of a story, and what came of it. */
export type Step = {
  readonly kind: 'given' | 'when' | 'then';
  readonly text: string;
  /** The story's clock, on the wall of the program. */
  readonly at: string;
  /** False: it was not as the story says, and the story ends here. */
  readonly ok: boolean;
  /** What was answered, in sentences. */
  readonly told?: readonly string[];
  readonly dates?: ThreeDates;
  readonly balances?: readonly Standing[];
  readonly why?: Why;
  /** Of a step that failed: each thing that was otherwise. */
  readonly wrong?: readonly string[];
};

/** Ends a story: a `then` does not hold, or something that had to work was refused. */
export class StoryBroken extends Error {
  readonly text: string;
  readonly wrong: readonly string[];

  constructor(text: string, wrong: readonly string[]) {
    super(`${text}: ${wrong.join('; ')}`);
    this.name = 'StoryBroken';
    this.text = text;
    this.wrong = wrong;
  }
}
