import { parseQuantity } from '../../kernel/quantity.ts';
import type { Program, Programs } from '../programs/index.ts';
import type { WalletTypes } from './wallet-types.ts';

type Told = { readonly walletType?: string; readonly points: string };

/**
 * What points of a program would pay, in its currency, smallest steps, rounded up; undefined where they pay nothing. Signs do not count, and
 * wallets that pay only here and there count as if they paid everywhere.
 */
export function paysOf(
  { programs, walletTypes }: { readonly programs: Pick<Programs, 'settings'>; readonly walletTypes: WalletTypes },
  program: Program,
  told: readonly Told[],
): { readonly unit: string; readonly amount: bigint } | undefined {
  let amount = 0n;
  for (const { walletType, points } of told) {
    const type = walletType === undefined ? undefined : walletTypes.byCode(program.program, walletType);
    if (!type) continue;
    const read = parseQuantity(points.replace(/^[+-]/, ''), programs.settings().unit(type.unit).decimals);
    if (read.ok) amount += (read.value * type.paysMoney + type.paysPoints - 1n) / type.paysPoints;
  }
  return amount === 0n ? undefined : { unit: program.currency.code, amount };
}
