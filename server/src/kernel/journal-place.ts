/** Where an operation stands in the journal: its lane, and its number there. */
export type JournalPlace = { readonly lane: number; readonly seq: bigint | string };

/** The place as text, `lane/seq`: what names an operation inside, where two are compared or one is kept by another. */
export const placeText = ({ lane, seq }: JournalPlace): string => `${lane}/${seq}`;
