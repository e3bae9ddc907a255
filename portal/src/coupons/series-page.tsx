import { Alert, Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Figures, Head, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { countText } from '../kit/count.ts';
import { Section } from '../kit/section.tsx';
import { PromotionsArea, useProgram } from '../promotions/area.tsx';
import { CodeFiles } from './code-files.tsx';
import type { CouponSeriesDetail } from './coupon-types.ts';
import { useSeriesActs } from './series-acts.ts';
import { standingOf } from './standing.ts';

/** One coupon series: what has become of its codes, the files they were made in, and what can be done with it. */
export function SeriesPage() {
  const { t } = useTranslation();
  const program = useProgram();
  const { series: code } = useParams({ strict: false }) as { series: string };
  const asked = useThing<CouponSeriesDetail>(program && `/v1/programs/${program}/coupon-series/${code}`);
  const back = { to: '/promotions/coupons', label: t('coupons.all'), ...(program && { search: { program } }) };
  return (
    <PromotionsArea>
      {program && asked.data ? (
        <OneSeries program={program} series={asked.data} back={back} />
      ) : (
        <>
          <Head title={code} back={back} />
          <Waiting of={asked} />
        </>
      )}
    </PromotionsArea>
  );
}

type Props = {
  readonly program: string;
  readonly series: CouponSeriesDetail;
  readonly back: Parameters<typeof Head>[0]['back'];
};

function OneSeries({ program, series, back }: Props) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const [act, setAct] = useState<Act>();
  const { makeCodes, publish, withdraw } = useSeriesActs(program, series);
  const isOver = series.state === 'withdrawn';
  const mayWrite = may(session, 'promotions:write') && !isOver;
  const acts = [
    ...(mayWrite ? [withdraw, makeCodes as Act] : []),
    ...(may(session, 'promotions:publish') && series.state === 'inert' ? [publish] : []),
  ];
  const { made, issued, used, uses, withdrawn } = series.codes;
  return (
    <>
      <Head
        title={series.code}
        state={standingOf(series, Date.now())}
        back={back}
        under={t(`coupons.holderMeans.${series.holder}`)}
        acts={acts.map((one, n) => (
          <Button key={one.verb} variant={n === acts.length - 1 ? 'filled' : 'default'} onClick={() => setAct(one)}>
            {one.verb}
          </Button>
        ))}
      />
      {series.state === 'inert' && (
        <Alert color="gray" variant="light">
          {t('coupons.inert')}
        </Alert>
      )}
      <Figures
        figures={[
          { label: t('coupons.made'), value: countText(made), note: t('coupons.madeNote') },
          { label: t('coupons.issued'), value: countText(issued), note: t('coupons.issuedNote') },
          {
            ...{ label: t('coupons.used'), value: countText(used) },
            ...(series.usesMax > 1 && { note: t('coupons.usesNote', { count: uses }) }),
          },
          { label: t('coupons.takenBack'), value: countText(withdrawn), note: t('coupons.takenBackNote') },
        ]}
      />
      <CodeFiles program={program} series={series} onAct={setAct} />
      <Section title={t('coupons.terms')}>
        <Facts
          facts={[
            [t('coupons.from'), <When key="from" at={series.validFrom} />],
            [t('coupons.until'), series.validUntil ? <When key="until" at={series.validUntil} /> : t('coupons.always')],
            [t('coupons.days'), series.days && t('coupons.daysAre', { count: series.days })],
            [t('coupons.uses'), t('coupons.usesMean', { count: series.usesMax })],
            [t('coupons.holder'), t(`coupons.holders.${series.holder}`)],
          ]}
        />
      </Section>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </>
  );
}
