import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Area } from '../acts/places.tsx';

/** The screens about gift cards; only those that one may see. */
export function GiftArea({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const places = [
    { to: '/gift-cards', label: t('giftCards.desk'), permission: 'sales:write' },
    { to: '/gift-cards/deliveries', label: t('giftCards.deliveries'), permission: 'deliveries:manage' },
    { to: '/gift-cards/delivery', label: t('giftCards.deliverySettings'), permission: 'settings:read' },
    { to: '/gift-cards/rates', label: t('giftCards.rates'), permission: 'settings:read' },
  ];
  return <Area places={places}>{children}</Area>;
}
