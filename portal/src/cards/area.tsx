import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Area } from '../acts/places.tsx';

/** The screens about cards, each under its own address; only those that one may see. */
export function CardsArea({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const places = [
    { to: '/cards', label: t('cards.ranges'), permission: 'settings:read' },
    { to: '/cards/batches', label: t('cards.batches'), permission: 'cards:make' },
    { to: '/cards/make', label: t('cards.make'), permission: 'cards:make' },
    { to: '/cards/files', label: t('cards.files'), permission: 'cards:make' },
    { to: '/cards/suspensions', label: t('cards.suspensions'), permission: 'cards:write' },
  ];
  return <Area places={places}>{children}</Area>;
}
