import { Button, Group } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Facts, Figures, Head, State, Waiting } from '../acts/record.tsx';
import { usePartnerName, useProgramName } from '../api/names.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Section } from '../kit/section.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { PartnersArea } from './area.tsx';
import { useAddTerminal } from './outlet-acts.tsx';
import { OutletClock } from './outlet-clock.tsx';
import { useOutletOf } from './outlets-page.tsx';
import type { Terminal } from './partner-types.ts';

/** One outlet: its calendar, and its tills with what each may do. */
export function OutletPage() {
  const { t } = useTranslation();
  const partnerName = usePartnerName();
  const programName = useProgramName();
  const go = useGo();
  const session = useOwnSession();
  const { outlet: code } = useParams({ strict: false }) as { outlet: string };
  const asked = useOutletOf(code);
  const { outlet } = asked;
  const [act, setAct] = useState<Act>();
  const maySet = may(session, 'settings:write');
  const add = useAddTerminal(code);
  const verb = outlet?.state === 'closed' ? 'reopen' : 'close';
  const change: Act = {
    title: t(`partners.${verb}Outlet`),
    verb: t(`partners.${verb}Outlet`),
    what: `POST /v1/outlets/${code}/${verb}`,
    isDangerous: verb === 'close',
    changes: ['/v1/outlets'],
    effect: () => t(`partners.${verb}Effect`),
  };
  return (
    <PartnersArea>
      <Head
        title={outlet?.name ?? code}
        state={outlet?.state}
        back={{ to: '/partners/outlets', label: t('partners.outlets') }}
        acts={
          outlet &&
          maySet && (
            <>
              <Button variant="default" onClick={() => setAct(change)}>
                {change.verb}
              </Button>
              <Button onClick={() => go('/partners/connect', { outlet: code })}>{t('partners.connect')}</Button>
            </>
          )
        }
      />
      {!outlet && <Waiting of={asked} />}
      {outlet && (
        <>
          <Figures
            figures={[
              { label: t('partners.clock'), value: <OutletClock zone={outlet.zone} />, note: outlet.zone },
              { label: t('partners.partner'), value: partnerName(outlet.partner) },
              { label: t('partners.program'), value: programName(outlet.program) },
              { label: t('partners.cutOver'), value: `${String(outlet.cutOverHour).padStart(2, '0')}:00` },
            ]}
          />
          <Facts
            facts={[
              [
                t('partners.code'),
                <span key="code" className="mono">
                  {outlet.code}
                </span>,
              ],
              [t('partners.groups'), outlet.groups.join(', ')],
            ]}
          />
        </>
      )}
      <Section
        title={t('partners.terminals')}
        acts={
          maySet && (
            <Button size="xs" variant="default" onClick={() => setAct(add as Act)}>
              {t('partners.addTerminal')}
            </Button>
          )
        }
      >
        <Terminals outlet={code} maySet={maySet} onAct={setAct} />
      </Section>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PartnersArea>
  );
}

type TerminalsProps = {
  readonly outlet: string;
  readonly maySet: boolean;
  readonly onAct: (act: Act) => void;
};

function Terminals({ outlet, maySet, onAct }: TerminalsProps) {
  const { t } = useTranslation();
  const change = (terminal: Terminal): Act => ({
    title: t('partners.changeTerminal', { terminal: terminal.code }),
    verb: t('partners.saveTerminal'),
    what: `PATCH /v1/outlets/${outlet}/terminals/${terminal.code}`,
    changes: [`/v1/outlets/${outlet}`],
    fields: [
      { name: 'mayRequest', label: t('partners.mayRequest'), kind: 'yes', initial: terminal.mayRequest },
      { name: 'mayNotify', label: t('partners.mayNotify'), kind: 'yes', initial: terminal.mayNotify },
      {
        ...{ name: 'state', label: t('partners.state'), kind: 'choice', initial: terminal.state, isRequired: true },
        choices: ['active', 'suspended'].map((value) => ({ value, label: t(`state.${value}`) })),
      },
    ],
  });
  const word = (is: boolean): string => t(is ? 'act.yes' : 'act.no');
  return (
    <ResourceList<Terminal>
      path={`/v1/outlets/${outlet}/terminals`}
      query={{}}
      keyOf={({ code }) => code}
      empty={t('partners.noTerminals')}
      columns={[
        { head: t('partners.code'), cell: ({ code }) => <span className="mono">{code}</span> },
        { head: t('partners.mayRequest'), cell: ({ mayRequest }) => word(mayRequest) },
        { head: t('partners.mayNotify'), cell: ({ mayNotify }) => word(mayNotify) },
        { head: t('partners.ownReferences'), cell: ({ hasOwnReferences }) => word(hasOwnReferences) },
        { head: t('partners.state'), cell: ({ state }) => <State is={state} /> },
        {
          head: t('giftCards.do'),
          cell: (terminal) =>
            maySet && (
              <Group>
                <Button size="compact-xs" variant="default" onClick={() => onAct(change(terminal))}>
                  {t('partners.change')}
                </Button>
              </Group>
            ),
        },
      ]}
    />
  );
}
