import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Places } from '../acts/places.tsx';
import { may, useSession } from '../api/session.ts';

/** The screens about gift cards; only those that one may see. */
export function GiftArea({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const places = [
    { to: '/gift-cards', label: t('giftCards.desk'), permission: 'sales:write' },
    { to: '/gift-cards/deliveries', label: t('giftCards.deliveries'), permission: 'deliveries:manage' },
    { to: '/gift-cards/delivery', label: t('giftCards.deliverySettings'), permission: 'settings:read' },
    { to: '/gift-cards/rates', label: t('giftCards.rates'), permission: 'settings:read' },
  ].filter(({ permission }) => session && may(session, permission));
  return (
    <Stack gap="md">
      <Places places={places} />
      {children}
    </Stack>
  );
}
