import { currencyDecimals } from '../../kernel/currency.ts';
import { UNIT_DECIMALS_MAX } from '../../kernel/quantity.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { refuseCode } from './code.ts';

/** `decimals` may be left out for money, where ISO 4217 says it; points without it have none. */
export type UnitInput = { readonly code: string; readonly kind: 'points' | 'money'; readonly decimals?: number };

export type UnitDecimalsRefusal = Refusal<
  | 'programs.code.malformed'
  | 'programs.unit.unknown_currency'
  | 'programs.unit.code_is_currency'
  | 'programs.unit.decimals_out_of_bounds'
  | 'programs.unit.decimals_not_iso'
>;

/**
 * How many decimals the unit gets. Refuses, in this order: a malformed code; money that ISO 4217 does not know, or with
 * other decimals than it says; points under the code of a currency, which a till would take for money; points with
 * decimals outside of 0 to 4.
 */
export const decimalsOfUnit = (input: UnitInput): Ok<{ readonly decimals: number }> | UnitDecimalsRefusal => {
  const malformed = refuseCode(input.code);
  if (malformed) return malformed;
  const iso = currencyDecimals(input.code);
  if (input.kind === 'money') {
    if (iso === undefined) return refuse('programs.unit.unknown_currency', { unit: input.code });
    if (input.decimals !== undefined && input.decimals !== iso) {
      return refuse('programs.unit.decimals_not_iso', { unit: input.code, decimals: String(iso) });
    }
    return { ok: true, decimals: iso };
  }
  if (iso !== undefined) return refuse('programs.unit.code_is_currency', { unit: input.code });
  const decimals = input.decimals ?? 0;
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > UNIT_DECIMALS_MAX) {
    return refuse('programs.unit.decimals_out_of_bounds', {
      decimals: String(decimals),
      max: String(UNIT_DECIMALS_MAX),
    });
  }
  return { ok: true, decimals };
};
