import { SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HourChart, type HourPoint } from '../kit/hour-chart.tsx';
import { readableDecimal } from '../kit/decimal.ts';
import { Section } from '../kit/section.tsx';
import type { DayFigures } from './day.tsx';

type Hours = DayFigures['sales']['hours'];
type Drawn = {
  readonly question: string;
  readonly unit?: string;
  readonly today: string;
  readonly usual: string;
  readonly hours: Hours;
};

const pointsOf = (hours: Hours): readonly HourPoint[] =>
  hours.map(({ hour, today, usual }) => ({ hour, today: Number(today), usual: Number(usual) }));

const hourIn = (zone: string, at: string): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(at)));

/** The day by its hours: whether it sells, grants and takes as the same weekday usually does. */
export function DayCharts({ figures }: { readonly figures: DayFigures }) {
  const { t, i18n } = useTranslation();
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${figures.date}T00:00:00Z`),
  );
  const drawn: readonly Drawn[] = [
    { question: t('start.questions.sales', { weekday }), ...figures.sales },
    ...figures.money.slice(0, 1).map(({ unit, sold }) => ({ question: t('start.questions.sold'), unit, ...sold })),
    ...figures.points.slice(0, 1).flatMap(({ unit, earned, spent }) => [
      { question: t('start.questions.earned'), unit, ...earned },
      { question: t('start.questions.spent'), unit, ...spent },
    ]),
  ];
  return (
    <Section title={t('start.byHour')} acts={<Legend hasUsual={figures.days > 0} />}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="lg">
        {drawn.map((one) => (
          <DayChart
            key={one.question}
            drawn={one}
            upTo={hourIn(figures.zone, figures.asOf)}
            beginsAt={figures.beginsAt}
            hasUsual={figures.days > 0}
          />
        ))}
      </SimpleGrid>
    </Section>
  );
}

type ChartProps = {
  readonly drawn: Drawn;
  readonly upTo: number;
  readonly beginsAt: number;
  readonly hasUsual: boolean;
};

function DayChart({ drawn: { question, unit, today, usual, hours }, upTo, beginsAt, hasUsual }: ChartProps) {
  const { t, i18n } = useTranslation();
  const said = (value: string): string =>
    `${readableDecimal(value, i18n.language)}${unit === undefined ? '' : ` ${unit}`}`;
  const answer = hasUsual
    ? t('start.answer', { today: said(today), usual: said(usual) })
    : t('start.answerAlone', { today: said(today) });
  const short = new Intl.NumberFormat(i18n.language, { notation: 'compact', maximumFractionDigits: 1 });
  return (
    <figure className="day-chart">
      <figcaption>
        <Text fw={600} fz="sm">
          {question}
        </Text>
        <Text fz="xs" c="dimmed">
          {answer}
        </Text>
      </figcaption>
      <HourChart
        summary={`${question} ${answer}`}
        hours={pointsOf(hours)}
        upTo={upTo}
        beginsAt={beginsAt}
        hasUsual={hasUsual}
        format={(value) => short.format(value)}
        isCount={unit === undefined}
      />
    </figure>
  );
}

function Legend({ hasUsual }: { readonly hasUsual: boolean }) {
  const { t } = useTranslation();
  return (
    <Text fz="xs" c="dimmed" component="span" className="chart-legend">
      <i className="chart-key" data-is="today" /> {t('start.legend.today')}
      {hasUsual && (
        <>
          <i className="chart-key" data-is="usual" /> {t('start.legend.usual')}
        </>
      )}
    </Text>
  );
}
