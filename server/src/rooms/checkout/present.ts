import { outsideReference } from '../processors/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { KeptException, KeptOutside } from './record.ts';

export {
  endText,
  pointsText,
  presentBooked,
  presentMember,
  presentWallet,
  type Amount,
  type OperationAnswer,
  type WalletAnswer,
} from '../points/index.ts';

/** A payment at another company's processor, as that room names it. */
export type OutsideAnswer = { readonly payment: string; readonly processor: string };

export const presentOutsidePayment = (
  { tokens }: Pick<CheckoutDeps, 'tokens'>,
  { payment, processor }: KeptOutside,
): OutsideAnswer => ({ payment: outsideReference(tokens, { redemption: BigInt(payment) }), processor });

export const presentExceptions = (
  exceptions: readonly KeptException[] | undefined,
): { exceptions?: readonly KeptException[] } => (exceptions ? { exceptions } : {});
