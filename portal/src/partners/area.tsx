import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Area } from '../acts/places.tsx';

/** The screens about who sells and what is connected; only those that one may see. */
export function PartnersArea({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const places = [
    { to: '/partners', label: t('partners.partners'), permission: 'settings:read' },
    { to: '/partners/outlets', label: t('partners.outlets'), permission: 'settings:read' },
    { to: '/partners/credentials', label: t('partners.credentials'), permission: 'settings:read' },
    { to: '/partners/connect', label: t('partners.connect'), permission: 'settings:write' },
    { to: '/partners/webhooks', label: t('partners.webhooks'), permission: 'webhooks:write' },
    { to: '/partners/processors', label: t('processors.processors'), permission: 'settings:read' },
  ];
  return <Area places={places}>{children}</Area>;
}
