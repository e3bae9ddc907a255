import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { PartnersArea } from './area.tsx';
import type { Partner } from './partner-types.ts';

/** The companies whose outlets issue or accept points. */
export function PartnersPage() {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const [act, setAct] = useState<Act>();
  const maySet = may(session, 'settings:write');
  const add: Act = {
    title: t('partners.add'),
    verb: t('partners.add'),
    what: 'POST /v1/partners',
    changes: ['/v1/partners'],
    fields: [
      { name: 'name', label: t('partners.name'), isRequired: true },
      {
        name: 'code',
        label: t('partners.code'),
        hint: t('cards.codeHint'),
        isRequired: true,
        refused: /code|taken|exists/,
      },
    ],
  };
  const change = ({ code, state }: Partner): Act => {
    const verb = state === 'active' ? 'suspend' : 'resume';
    return {
      title: t(`partners.${verb}`),
      verb: t(`partners.${verb}`),
      what: `POST /v1/partners/${code}/${verb}`,
      isDangerous: verb === 'suspend',
      changes: ['/v1/partners'],
      effect: () => t(`partners.${verb}Effect`),
    };
  };
  return (
    <PartnersArea>
      <Head
        title={t('partners.partners')}
        under={t('partners.why')}
        acts={maySet && <Button onClick={() => setAct(add)}>{t('partners.add')}</Button>}
      />
      <ResourceList<Partner>
        path="/v1/partners"
        query={{}}
        keyOf={({ code }) => code}
        onOpen={({ code }) => go('/partners/outlets', { partner: code })}
        empty={t('partners.none')}
        columns={[
          { head: t('partners.name'), cell: ({ name }) => name },
          { head: t('partners.code'), cell: ({ code }) => <span className="mono">{code}</span> },
          { head: t('partners.state'), cell: ({ state }) => <State is={state} /> },
          {
            head: t('giftCards.do'),
            cell: (partner) =>
              maySet && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={(event) => {
                    event.stopPropagation();
                    setAct(change(partner));
                  }}
                >
                  {change(partner).verb}
                </Button>
              ),
          },
        ]}
      />
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PartnersArea>
  );
}
