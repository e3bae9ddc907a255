import { parseQuantity } from '../../../kernel/quantity.ts';
import type { Params } from './asked.ts';

export const PIECE = 1_000n;

export const money = (text: unknown, decimals: number): bigint => {
  const parsed = parseQuantity(String(text), decimals);
  return parsed.ok ? parsed.value : 0n;
};

/** Goods that a condition or an effect asks for: lines of a filter, coming to an amount of money or a number of pieces. */
export type Need = { readonly lines: Params | undefined; readonly amount?: bigint; readonly pieces?: bigint };

/** What goods a condition or an effect asks for. */
export const needsOf = (kind: string, params: Params, decimals: number): readonly Need[] => {
  const lines = params['lines'] as Params | undefined;
  switch (kind) {
    case 'min-basket':
      return [{ lines, amount: money(params['min'], decimals) }];
    case 'lines-include':
      return [{ lines, pieces: money(params['min'] ?? '1', 3) / PIECE }];
    case 'bundle':
      return (params['parts'] as readonly { lines: Params; pieces?: number }[]).map((part) => ({
        ...{ lines: part.lines, pieces: BigInt(part.pieces ?? 1) },
      }));
    case 'n-for-m':
      return [{ lines, pieces: BigInt(Number(params['take'] ?? 2)) }];
    case 'stamp-card':
      return [{ lines, pieces: BigInt(Number(params['size'] ?? 1)) }];
    case 'points-per-amount':
      return [{ lines, amount: money(params['step'], decimals) }];
    default:
      return lines === undefined || Array.isArray(lines) ? [] : [{ lines }];
  }
};
