/**
 * The part of an amount that goes with `back` of `sold` pieces: floored, and the whole when everything is back, as returns book
 * it. The product may pass 2^53, so it is taken exactly.
 */
export const shareOfReturn = (amount: number, back: number, sold: number): number =>
  back >= sold ? amount : Number((BigInt(amount) * BigInt(back)) / BigInt(sold));
