import { useTranslation } from 'react-i18next';
import { useThing } from '../acts/use-thing.ts';

const LONG = 200;

/** The name of a partner by its code; of the program itself where there is none. */
export function usePartnerName(): (code: string | undefined) => string {
  const { t } = useTranslation();
  const { data } = useThing<{ items: readonly { readonly code: string; readonly name: string }[] }>('/v1/partners', {
    query: { limit: LONG },
  });
  return (code) =>
    code === undefined ? t('funding.programItself') : (data?.items.find((one) => one.code === code)?.name ?? code);
}
