import { Button, List, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Figures, Head, Waiting } from '../acts/record.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { Day } from '../kit/moment.tsx';
import { useQuantityText } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { PromotionsArea, useProgram, useRulebookInForce, useTold } from './area.tsx';
import { useNewDraft } from './draft-acts.tsx';
import { usePartText } from './part-text.ts';
import { todayText } from '../api/zone.ts';
import { sentenceOf, standingOf, type Promotion } from './promotion-types.ts';

/** One promotion as it is in force: its sentence, its parts, and how it acts together with others. */
export function PromotionPage() {
  const { t } = useTranslation();
  const told = useTold();
  const session = useOwnSession();
  const program = useProgram();
  const { promotion: code } = useParams({ strict: false }) as { promotion: string };
  const { asked, rulebook } = useRulebookInForce(program);
  const [act, setAct] = useState<Act>();
  const write = useNewDraft(program);
  const n = rulebook?.promotions.findIndex((one) => one.code === code) ?? -1;
  const promotion = rulebook?.promotions[n];
  const mayWrite = may(session, 'promotions:write');
  const isLive = promotion !== undefined && standingOf(promotion, todayText()) !== 'past';
  const change = (verb: 'pause' | 'resume'): Act => ({
    title: t(`promotions.${verb}`),
    verb: t(`promotions.${verb}`),
    what: `POST /v1/programs/${program}/promotions/${code}/${verb}`,
    isNamed: true,
    isDangerous: verb === 'pause',
    changes: ['/v1/programs'],
    fields: [{ name: 'reason', label: t('act.reason'), kind: 'long', isRequired: true }],
    effect: () => t(`promotions.${verb}Effect`, { code }),
  });
  return (
    <PromotionsArea>
      <Head
        title={told(promotion?.name) || code}
        state={promotion && standingOf(promotion, todayText())}
        back={{ to: '/promotions', label: t('nav.promotions') }}
        acts={
          mayWrite &&
          rulebook && (
            <>
              <Button variant="default" onClick={() => setAct(change(isLive ? 'pause' : 'resume'))}>
                {t(isLive ? 'promotions.pause' : 'promotions.resume')}
              </Button>
              <Button onClick={() => setAct(write)}>{t('promotions.write')}</Button>
            </>
          )
        }
      />
      {!rulebook && <Waiting of={asked} />}
      {rulebook && !promotion && <Text c="dimmed">{t('promotions.notThere')}</Text>}
      {rulebook && promotion && (
        <>
          <Text maw={720}>{sentenceOf(code, told(rulebook.sentences[n]))}</Text>
          <Figures
            figures={[
              { label: t('promotions.code'), value: <span className="mono">{promotion.code}</span> },
              { label: t('promotions.version'), value: promotion.version ?? 1 },
              { label: t('promotions.priority'), value: promotion.priority },
              { label: t('promotions.from'), value: <Day date={promotion.firstOn} /> },
              { label: t('promotions.to'), value: promotion.lastOn ? <Day date={promotion.lastOn} /> : '—' },
            ]}
          />
          <PartsOf promotion={promotion} />
        </>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PromotionsArea>
  );
}

function PartsOf({ promotion }: { readonly promotion: Promotion }) {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const textOf = usePartText();
  return (
    <>
      <Section title={t('promotions.conditions')}>
        {promotion.conditions?.length ? (
          <List size="sm">
            {promotion.conditions.map(({ kind, version, params }, n) => (
              <List.Item key={n}>{textOf(kind, params, version)}</List.Item>
            ))}
          </List>
        ) : (
          <Text size="sm">{t('promotions.always')}</Text>
        )}
      </Section>
      <Section title={t('promotions.effects')}>
        <List size="sm">
          {promotion.effects.map(({ kind, version, params, wallet, cap }, n) => (
            <List.Item key={n}>
              {textOf(kind, { ...params, wallet }, version)}
              {cap && `, ${t('promotions.capOf', { cap })}`}
            </List.Item>
          ))}
        </List>
      </Section>
      <Section title={t('promotions.together')}>
        <Facts
          facts={[
            [t('promotions.stacking'), t(`promotions.stackings.${promotion.stacking ?? 'common'}`)],
            [t('promotions.group'), promotion.group],
            [t('promotions.excludes'), promotion.excludes?.join(', ')],
            [t('promotions.stop'), promotion.stop ? t('act.yes') : t('act.no')],
            ...(promotion.limits ?? []).map(
              ({ per, of, max, period }) =>
                [
                  t('promotions.limit'),
                  [
                    `${quantityText(max)} ${t(`promotions.ofs.${of}`)}`,
                    t(`promotions.pers.${per}`),
                    typeof period === 'object'
                      ? t('coupons.daysAre', { count: period.days })
                      : t(`promotions.periods.${period ?? 'ever'}`),
                  ].join(' · '),
                ] as const,
            ),
          ]}
        />
      </Section>
    </>
  );
}
