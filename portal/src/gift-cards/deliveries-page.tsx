import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Head } from '../acts/record.tsx';
import { GiftArea } from './area.tsx';
import { DeliveryList } from './delivery-list.tsx';

const STATES = ['', 'queued', 'sent', 'delivered', 'opened', 'claimed', 'failed', 'withdrawn'] as const;

/** Gift cards on their way to phones. */
export function DeliveriesPage() {
  const { t } = useTranslation();
  const [state, setState] = useState('');
  return (
    <GiftArea>
      <Head title={t('giftCards.deliveries')} under={t('giftCards.deliveriesWhy')} />
      <SegmentedControl
        size="xs"
        value={state}
        onChange={setState}
        data={STATES.map((value) => ({ value, label: value === '' ? t('act.any') : t(`state.${value}`) }))}
        style={{ overflowX: 'auto', maxWidth: '100%' }}
      />
      <DeliveryList query={{ state: state || undefined }} />
    </GiftArea>
  );
}
