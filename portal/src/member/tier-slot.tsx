import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { memberTierSchema } from '../../../contract/tiers.ts';
import { ask, Refused } from '../api/ask.ts';
import { isZero } from '../kit/decimal.ts';
import { Moment } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';

type Standing = z.infer<typeof memberTierSchema>;
type Goal = NonNullable<Standing['next']>;

type TierSlotProps = {
  readonly member: string;
  readonly program: string;
  readonly tier: string | undefined;
};

/** The tier in a program, and what is missing to keep it and to the next one. Where tiers are not counted it is a plain fact. */
export function TierSlot({ member, program, tier }: TierSlotProps) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['member', member, 'tier', program],
    queryFn: async () => {
      try {
        return await ask<Standing>(`GET /v1/members/${member}/tiers/${program}`);
      } catch (error) {
        // No tiers are counted here: the fact that the member page has is all there is.
        if (error instanceof Refused && error.problem.status < 500) return null;
        throw error;
      }
    },
  });
  const has = data?.name ?? data?.tier ?? tier;
  return (
    <>
      {has === undefined ? t('member.noTier') : <Badge color="green">{has}</Badge>}
      {data?.byHand && (
        <Text span fz="sm" c="dimmed">
          {' '}
          {t('member.tierByHand', { reason: data.byHand.reason })}
        </Text>
      )}
      {data?.next && <Missing to="next" goal={data.next} unit={data.unit} />}
      {data?.keep && !isZero(data.keep.missing) && <Missing to="keep" goal={data.keep} unit={data.unit} />}
    </>
  );
}

function Missing({ to, goal, unit }: { readonly to: 'next' | 'keep'; readonly goal: Goal; readonly unit: string }) {
  const { t } = useTranslation();
  return (
    <Text fz="sm" c="dimmed">
      <Quantity value={goal.missing} unit={unit === 'visits' ? t('member.visits') : unit} />{' '}
      {t(`member.missing.${to}`, { tier: goal.tier })}
      {goal.by !== undefined && (
        <>
          , {t('member.by')} <Moment at={goal.by} only="date" />
        </>
      )}
    </Text>
  );
}
