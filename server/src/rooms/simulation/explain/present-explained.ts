import { INSTANT_NEVER, isoFromInstant } from '../../../kernel/instant.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { OperationExplained } from './explain-operation.ts';
import { derivationsOf } from './explain-sale.ts';

type Lines = [line: number, amount: string][];

/** An explanation as the API and the command give it: sentences, and all that they stand on as data. */
export const presentExplained = (
  { tokens }: { readonly tokens: Tokens },
  operation: string,
  told: OperationExplained,
) => ({
  ...{ operation, kind: told.kind, agrees: told.agrees, sentences: [...told.sentences] },
  ...(told.version !== undefined && { rulebook: told.version, version: told.version }),
  derivations: derivationsOf(told.grants).map(({ perLine, derivation, ...rest }) => ({
    ...rest,
    perLine: perLine.map(([line, points]): [number, string] => [line, points]),
    derivation: { ...derivation },
  })),
  discounts: told.discounts.map(({ perLine, ...rest }) => ({
    ...rest,
    perLine: perLine.map((one): Lines[0] => [...one]),
  })),
  shares: told.shares.map(({ decimals, granted, before, stays, perLine, ...rest }) => {
    const text = (amount: bigint): string => formatQuantity(amount, decimals);
    return {
      ...rest,
      ...{ granted: text(granted), before: text(before), stays: text(stays) },
      perLine: perLine.map(([line, all, was, now]) => ({
        ...{ line, granted: text(all), before: text(was), stays: text(now) },
      })),
    };
  }),
  wallets: told.books.changes.map(({ member, walletType, unit, decimals, booked, pending, owed }) => ({
    ...(member !== undefined && { member }),
    ...{ walletType, unit, booked: formatQuantity(booked, decimals) },
    ...{ pending: formatQuantity(pending, decimals), owed: formatQuantity(owed, decimals) },
  })),
  lots: told.books.lots.map(({ effect, walletType, unit, decimals, moved }) => ({
    ...{ effect, walletType, unit, change: formatQuantity(moved.change, decimals) },
    grantedBy: tokens.encode('op', moved.origin_lane, moved.origin_seq),
    ...(moved.expires_at !== INSTANT_NEVER && { expiresAt: isoFromInstant(moved.expires_at) }),
  })),
  lotsCut: told.books.areLotsCut,
  differences: told.differences.map((one) => ({ ...one })),
  notComputed: [...told.notComputed],
});
