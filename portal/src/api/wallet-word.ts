import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from './ask.ts';
import { may, useOwnSession } from './session.ts';

type Program = { readonly code: string };
type WalletType = { readonly code: string; readonly name: Readonly<Record<string, string | undefined>> };

const MANY = '2';
const STALE_MS = 300_000;
/** Names change once in a blue moon; of more programs or wallets than these the code stands there. */
const LISTED_MAX = 200;

/** The programs of the tenant, for whoever may read settings. */
function usePrograms(): readonly Program[] {
  const session = useOwnSession();
  const { data } = useQuery({
    queryKey: ['/v1/programs', 'names'],
    queryFn: () => ask<{ items: readonly Program[] }>('GET /v1/programs', { query: { limit: LISTED_MAX } }),
    enabled: may(session, 'settings:read'),
    staleTime: STALE_MS,
  });
  return data?.items ?? [];
}

/**
 * What a wallet is called, also behind a quantity (a decimal; without one, of many): by the name that its program gave it in the language of the
 * screen. Where it has none, `points`, which most are, is a word of the language, and any other code stays as its tenant wrote it; so it
 * does where programs call a wallet of that code by several names and none is said.
 */
export function useWalletWord(): (wallet: string, quantity?: string, program?: string) => string {
  const { t, i18n } = useTranslation();
  const programs = usePrograms();
  const language = i18n.language.startsWith('es') ? 'es' : 'en';
  const named = useQueries({
    queries: programs.map(({ code: program }) => ({
      queryKey: [`/v1/programs/${program}/wallet-types`, 'names'],
      queryFn: () =>
        ask<{ items: readonly WalletType[] }>(`GET /v1/programs/${program}/wallet-types`, {
          query: { limit: LISTED_MAX },
        }),
      staleTime: STALE_MS,
    })),
    combine: (asked) =>
      asked.flatMap(({ data }, n) =>
        (data?.items ?? []).flatMap(({ code, name }) => {
          const word = name[language];
          return word === undefined ? [] : [{ program: programs[n]?.code, code, word }];
        }),
      ),
  });
  return (wallet, quantity = MANY, program) => {
    const words = new Set(
      named
        .filter((one) => one.code === wallet && (program === undefined || one.program === program))
        .map(({ word }) => word),
    );
    const [word] = words;
    if (word !== undefined && words.size === 1) return word;
    return t(`promotions.wallets.${wallet}`, { count: Number(quantity), defaultValue: wallet });
  };
}
