import { randomBytes } from 'node:crypto';

const MASK = 0xffff_ffff_ffff_ffffn;
// The largest prime below 2^61: every sum that is not zero stays so but for one secret in 2^60.
const PRIME = (1n << 61n) - 1n;
const seed = randomBytes(32);
const SECRET = [0, 8, 16, 24].map((at) => seed.readBigUInt64LE(at) | 1n);

/**
 * Sums that should all be equal, or all be zero, kept in constant memory whatever their number: each amount is weighed by a secret
 * hash of what it belongs to. Two sides agree sum by sum exactly when their weighed totals agree (one chance in 2^60 to be wrong,
 * and whoever writes rows cannot know the secret).
 */
export class WeighedSum {
  #total = 0n;

  /** Adds an amount to the sum named by three numbers. */
  add(a: bigint, b: bigint, c: bigint, amount: bigint): void {
    let weight = (a * SECRET[0] + b * SECRET[1] + c * SECRET[2] + SECRET[3]) & MASK;
    weight = ((weight ^ (weight >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK;
    weight = ((weight ^ (weight >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK;
    this.#total = (this.#total + amount * (weight ^ (weight >> 31n))) % PRIME;
  }

  /** What is left of zero: the same number for the same sums, and zero when each of them is zero. */
  get total(): bigint {
    return ((this.#total % PRIME) + PRIME) % PRIME;
  }
}
