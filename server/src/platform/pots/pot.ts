/** A shared amount of one period, by its name in the tenant: `12/summer/program.points.month//2026-11-01`. */
export type PotKey = { readonly tenant: number; readonly pot: string };

/** The whole of a pot, as whoever asks knows it: settings say it, the pot only remembers it. */
export type Pot = PotKey & { readonly budget: bigint };

export const potKeyText = ({ tenant, pot }: PotKey): string => `${tenant}/${pot}`;

// Names are made of codes and dates; a longer one is a bug of whoever makes it, and would swell the keys of slices.
export const POT_NAME_LENGTH_MAX = 200;
