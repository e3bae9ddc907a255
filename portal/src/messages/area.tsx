import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Area } from '../acts/places.tsx';

/** The screens about messages to people; only those that one may see. */
export function MessagesArea({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const places = [
    { to: '/messages', label: t('messages.messages'), permission: 'messages:read' },
    { to: '/messages/templates', label: t('messages.templates'), permission: 'settings:read' },
    { to: '/messages/suppressions', label: t('messages.suppressions'), permission: 'messages:read' },
    { to: '/messages/senders', label: t('messages.senders'), permission: 'settings:read' },
  ];
  return <Area places={places}>{children}</Area>;
}
