import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Figures, Head, Parts, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { PartnersArea } from '../partners/area.tsx';
import { Discrepancies } from './discrepancies.tsx';
import { useProcessorForm, useProcessorState } from './processor-form.ts';
import type { Processor } from './processor-types.ts';
import { TestCall } from './test-call.tsx';
import { countText } from '../kit/count.ts';

const LOOK_MS = 15_000;

/** One processor: whether it answers, what is late or unknown, what does not fit, and a question to it now. */
export function ProcessorPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const { processor: code } = useParams({ strict: false }) as { processor: string };
  const asked = useThing<Processor>(`/v1/processors/${code}`, { everyMs: () => LOOK_MS });
  const [act, setAct] = useState<Act<never>>();
  const processor = asked.data;
  const change = useProcessorForm(processor);
  const state = useProcessorState(processor);
  const acts = may(session, 'settings:write') && processor ? [...(state ? [state] : []), change] : [];
  return (
    <PartnersArea>
      <Head
        title={code}
        state={processor?.state}
        back={{ to: '/partners/processors', label: t('processors.processors') }}
        acts={acts.map((one) => (
          <Button key={one.title} variant="default" onClick={() => setAct(one as never)}>
            {one.title}
          </Button>
        ))}
      />
      {!processor && <Waiting of={asked} />}
      {processor && (
        <>
          <Figures
            figures={[
              {
                label: t('processors.answered'),
                value: processor.answeredAt ? <When at={processor.answeredAt} /> : t('processors.never'),
                note: processor.failures > 0 ? `${t('processors.failures')}: ${processor.failures}` : undefined,
              },
              { label: t('processors.cards'), value: countText(processor.cards) },
              { label: t('processors.overdue'), value: countText(processor.overdue) },
              {
                label: t('processors.uncertain'),
                value: countText(processor.uncertain),
                note: processor.oldestUncertainAt && (
                  <>
                    {t('processors.uncertainSince')} <When at={processor.oldestUncertainAt} />
                  </>
                ),
              },
              { label: t('processors.open'), value: countText(processor.openDiscrepancies) },
            ]}
          />
          <Parts
            parts={[
              ...(may(session, 'journal:read')
                ? [
                    {
                      key: 'discrepancies',
                      label: t('processors.discrepancies'),
                      show: () => <Discrepancies processor={code} />,
                    },
                  ]
                : []),
              ...(may(session, 'sales:write')
                ? [{ key: 'test', label: t('processors.test'), show: () => <TestCall /> }]
                : []),
              { key: 'settings', label: t('processors.settings'), show: () => <Settings processor={processor} /> },
            ]}
          />
        </>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PartnersArea>
  );
}

function Settings({ processor }: { readonly processor: Processor }) {
  const { t } = useTranslation();
  const { redeem } = processor.service;
  return (
    <>
      <Facts
        facts={[
          [t('processors.address'), processor.service.url],
          [t('processors.unit'), processor.unit],
          [t('processors.passes'), t(processor.passesPayments ? 'act.yes' : 'act.no')],
          [t('processors.short'), redeem && t(`processors.shortIs.${redeem.partial?.policy ?? 'declined'}`)],
          [t('processors.secretHeaders'), processor.secretHeaders.join(', ')],
          [t('processors.perMinute'), processor.perMinute],
          [t('processors.pollHours'), processor.pollHours],
          [t('processors.timeoutMs'), processor.timeoutMs],
          [t('processors.lastError'), processor.lastError],
        ]}
      />
      <details>
        <summary>{t('processors.service')}</summary>
        <pre className="raw" tabIndex={0}>
          {JSON.stringify(processor.service, null, 2)}
        </pre>
      </details>
    </>
  );
}
