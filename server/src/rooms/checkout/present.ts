import type { KeptException } from './record.ts';

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

export const presentExceptions = (
  exceptions: readonly KeptException[] | undefined,
): { exceptions?: readonly KeptException[] } => (exceptions ? { exceptions } : {});
