import type { Tokens } from '../../kernel/token.ts';
import type { Redemption } from './redemption.ts';

const PREFIX = 'prd';
// Payments at other companies' processors stand in no lane.
const NO_LANE = 0;

/** A payment's name outside: for callers, and for the processor, which knows it by the same name in every attempt. */
export const outsideReference = (tokens: Tokens, { redemption }: Pick<Redemption, 'redemption'>): string =>
  tokens.encode(PREFIX, NO_LANE, redemption);

/** The payment that a name means. */
export const redemptionNamed = (tokens: Tokens, name: string): bigint | undefined => tokens.decode(PREFIX, name)?.id;
