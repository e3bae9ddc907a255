import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { countText } from '../kit/count.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { PromotionsArea, useProgram } from '../promotions/area.tsx';
import type { CouponSeries } from './coupon-types.ts';
import { useMakeSeries } from './series-acts.ts';
import { standingOf } from './standing.ts';

/** The coupon series of a program: words whose codes are used up. */
export function CouponsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const program = useProgram();
  const [isMaking, setMaking] = useState(false);
  const open = ({ code }: CouponSeries): void => go(`/promotions/coupons/${code}`, { program });
  const make = useMakeSeries(program, open);
  return (
    <PromotionsArea>
      <Head
        title={t('coupons.all')}
        under={t('coupons.why')}
        acts={
          program &&
          may(session, 'promotions:write') && <Button onClick={() => setMaking(true)}>{t('coupons.make')}</Button>
        }
      />
      {program && (
        <ResourceList<CouponSeries>
          label={t('coupons.all')}
          path={`/v1/programs/${program}/coupon-series`}
          query={{}}
          keyOf={({ code }) => code}
          onOpen={open}
          empty={t('coupons.none')}
          columns={[
            { head: t('coupons.word'), cell: ({ code }) => <span className="mono">{code}</span> },
            { head: t('coupons.holder'), cell: ({ holder }) => t(`coupons.holders.${holder}`) },
            { head: t('coupons.uses'), isFigure: true, cell: ({ usesMax }) => countText(usesMax) },
            { head: t('coupons.from'), cell: ({ validFrom }) => <When at={validFrom} /> },
            {
              head: t('coupons.until'),
              cell: ({ validUntil }) => (validUntil ? <When at={validUntil} /> : t('coupons.always')),
            },
            { head: t('cards.state'), cell: (one) => <State is={standingOf(one, Date.now())} /> },
          ]}
        />
      )}
      <ActSheet act={isMaking ? make : undefined} onClose={() => setMaking(false)} />
    </PromotionsArea>
  );
}
