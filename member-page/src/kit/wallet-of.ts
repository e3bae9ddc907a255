import type { Page } from '../api/kept.ts';
import type { Speech } from '../words/words.tsx';

type Named = { readonly walletType: string; readonly program: string };

/** What a wallet is called on this page; with its program's name where there are several. */
export function walletOf(page: Page, wallet: Speech['wallet'], { walletType, program }: Named): string {
  const name = page.wallets.find((one) => one.walletType === walletType && one.program === program)?.name;
  const where = page.programs.length > 1 ? page.programs.find(({ code }) => code === program)?.name : undefined;
  return [wallet(walletType, name), where].filter(Boolean).join(' · ');
}
