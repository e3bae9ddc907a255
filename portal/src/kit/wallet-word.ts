import { useTranslation } from 'react-i18next';

const MANY = '2';

/**
 * What a wallet is called behind a quantity (a decimal; without one, of many): `points`, which most are, is a word of the language; any
 * other code stays as its tenant wrote it.
 */
export function useWalletWord(): (wallet: string, quantity?: string) => string {
  const { t } = useTranslation();
  return (wallet, quantity = MANY) =>
    t(`promotions.wallets.${wallet}`, { count: Number(quantity), defaultValue: wallet });
}
