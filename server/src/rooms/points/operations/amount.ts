import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Program } from '../../programs/index.ts';
import { availableOf, type Wallet } from '../wallet.ts';
import { chooseType, type WalletType } from '../wallet-type.ts';
import type { PresentDeps } from '../present.ts';

/** Finds a wallet type of a program by its code; without a code the only one that there is. Refuses as `chooseType` does. */
export const findType = (
  deps: PresentDeps,
  program: Program,
  code: string | undefined,
): Ok<{ type: WalletType }> | Refusal => chooseType(deps.walletTypes.ofProgram(program.program), code);

/** Reads points in the unit of a wallet type. Refuses what the unit cannot hold, and nothing at all. */
export function readPoints(
  deps: PresentDeps,
  type: Pick<WalletType, 'unit'>,
  text: string,
  options: { readonly signed?: boolean } = {},
): Ok<{ points: bigint }> | Refusal {
  const read = parseQuantity(text, deps.programs.settings().unit(type.unit).decimals, options);
  if (!read.ok) return read;
  return read.value === 0n ? refuse('points.amount.zero') : { ok: true, points: read.value };
}

/** Points of a type as plain text, for the facts of a refusal. */
export const textOf = (deps: PresentDeps, type: Pick<WalletType, 'unit'>, points: bigint): string =>
  formatQuantity(points, deps.programs.settings().unit(type.unit).decimals);

/** Why `points` cannot be taken from a wallet (there may be none); undefined when they can. */
export function shortageOf(
  deps: PresentDeps,
  type: WalletType,
  wallet: Wallet | undefined,
  points: bigint,
): Refusal | undefined {
  const available = wallet ? availableOf(wallet) : 0n;
  if (points <= available) return undefined;
  return refuse('points.wallet.insufficient', {
    available: textOf(deps, type, available),
    asked: textOf(deps, type, points),
  });
}
