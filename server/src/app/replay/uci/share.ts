/** The part of an amount that goes with `back` of `sold` pieces: floored, and the whole when everything is back (as returns book it). */
export const shareOfReturn = (amount: bigint, back: bigint, sold: bigint): bigint => (back >= sold ? amount : (amount * back) / sold);
