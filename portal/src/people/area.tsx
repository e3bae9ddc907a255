import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Area } from '../acts/places.tsx';

/** The screens about people, what they may and what they did; only those that one may see. */
export function PeopleArea({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const places = [
    { to: '/people', label: t('people.people'), permission: 'staff:read' },
    { to: '/people/roles', label: t('people.roles'), permission: 'staff:read' },
    { to: '/people/policy', label: t('people.policy'), permission: 'staff:read' },
    { to: '/people/audit', label: t('people.audit'), permission: 'audit:read' },
    { to: '/people/me', label: t('people.me') },
  ];
  return <Area places={places}>{children}</Area>;
}
