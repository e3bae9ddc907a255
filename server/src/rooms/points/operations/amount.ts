import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Program } from '../../programs/index.ts';
import { availableOf, type Wallet } from '../wallet.ts';
import type { WalletType } from '../wallet-type.ts';
import type { PresentDeps } from '../present.ts';

/** Finds a wallet type of a program by its code; without a code the only one that there is. Refuses anything else. */
export function findType(
  deps: PresentDeps,
  program: Program,
  code: string | undefined,
): Ok<{ type: WalletType }> | Refusal {
  const types = deps.walletTypes.ofProgram(program.program);
  const type =
    code === undefined ? (types.length === 1 ? types[0] : undefined) : types.find((one) => one.code === code);
  return type
    ? { ok: true, type }
    : refuse('points.wallet.unknown', { walletType: code ?? `of program ${program.code}: say which one` });
}

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
