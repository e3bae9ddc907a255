/** So many attempts in any stretch of so many seconds. */
export type AttemptLimit = { readonly max: number; readonly seconds: number };

/** Whom attempts are counted by. `known` devices have proved a key, so they are counted apart and not by the tenant. */
export type CounterKind = 'device' | 'known_device' | 'address' | 'tenant' | 'terminal' | 'partner';

/**
 * A person mistypes a card number or PIN a few times; a family or a shop's network shares an address. The tenant's limit holds
 * against many addresses at once: at 300 a minute a number of 16 digits with a PIN of 4 stays out of reach for ever.
 */
export const GUARD_LIMITS: Readonly<Record<CounterKind, AttemptLimit>> = {
  device: { max: 10, seconds: 60 },
  known_device: { max: 30, seconds: 60 },
  address: { max: 20, seconds: 60 },
  tenant: { max: 300, seconds: 60 },
  // What a till was refused. Who asks for cards that are there and with their PIN is not counted at all.
  terminal: { max: 10, seconds: 60 },
  partner: { max: 100, seconds: 60 },
};

/** What a counter stands at, as the database gives it. */
export type Counted = { readonly now: number; readonly before: number };

/** The estimate of a sliding window: this one so far, and the part of the one before that is not yet passed. */
export const slidingCount = ({ now, before }: Counted, passed: number): number => now + before * (1 - passed);

/** Whole seconds until one more attempt fits, at least 1. `passed` is the part of the running window that is over. */
export function secondsUntilFree({ now, before }: Counted, { max, seconds }: AttemptLimit, passed: number): number {
  const room = max - 1;
  // In this window only the one before goes down; in the next it is this one that does.
  const inThis = before > 0 && now <= room ? 1 - (room - now) / before : Number.POSITIVE_INFINITY;
  const inNext = 1 + (now > 0 ? Math.max(0, 1 - room / now) : 0);
  const at = inThis <= 1 ? Math.max(inThis, passed) : inNext;
  // The least part of a second is a float that went astray, not time.
  return Math.max(1, Math.ceil((at - passed) * seconds - 1e-6));
}
