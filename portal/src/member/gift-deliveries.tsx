import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DeliveryList } from '../gift-cards/delivery-list.tsx';
import { Section } from '../kit/section.tsx';
import type { Member } from './member-data.ts';

/** Gift cards that were sent to the phone of a member, each to be sent again. By a number that was only told nothing is shown. */
export function GiftDeliveries({ member }: { readonly member: Member }) {
  const { t } = useTranslation();
  return (
    <Section title={t('member.deliveries')}>
      {member.phoneVerified ? (
        <DeliveryList query={{ member: member.member }} empty={t('member.noDeliveries')} isShort />
      ) : (
        <Text c="dimmed">{t('member.deliveriesUnproved')}</Text>
      )}
    </Section>
  );
}
