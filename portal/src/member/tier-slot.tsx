import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type TierSlotProps = {
  readonly member: string;
  readonly program: string;
  readonly tier: string | undefined;
};

/** The tier in a program. It is a plain fact for now; what is missing to the next one stands here once tiers are earned. */
export function TierSlot({ tier }: TierSlotProps) {
  const { t } = useTranslation();
  return tier === undefined ? t('member.noTier') : <Badge color="green">{tier}</Badge>;
}
