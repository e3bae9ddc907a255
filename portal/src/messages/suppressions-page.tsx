import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Head } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { MessagesArea } from './area.tsx';
import type { Suppression } from './message-types.ts';

const PATH = '/v1/suppressions';

/** Addresses that are sent nothing, or no advertising, and why. */
export function SuppressionsPage() {
  const { t } = useTranslation();
  const mayWrite = may(useOwnSession(), 'messages:write');
  const [act, setAct] = useState<Act>();
  const add: Act = {
    title: t('messages.suppress'),
    verb: t('messages.suppress'),
    what: `POST ${PATH}`,
    changes: [PATH],
    fields: [
      {
        ...{ name: 'kind', label: t('messages.kind'), kind: 'choice', isRequired: true, initial: 'email' },
        choices: ['email', 'sms'].map((value) => ({ value, label: t(`messages.kinds.${value}`) })),
      },
      {
        ...{ name: 'address', label: t('messages.address'), hint: t('messages.addressHint'), isRequired: true },
        refused: /phone|email|address/,
      },
      {
        ...{ name: 'scope', label: t('messages.scope'), kind: 'choice', isRequired: true, initial: 'all' },
        choices: ['all', 'marketing'].map((value) => ({ value, label: t(`messages.scopes.${value}`) })),
      },
    ],
    effect: ({ scope }) => t(scope === 'all' ? 'messages.suppressAll' : 'messages.suppressMarketing'),
  };
  const lift = ({ id, address, reason }: Suppression): Act => ({
    title: t('messages.lift'),
    verb: t('messages.lift'),
    what: `DELETE ${PATH}/${id}`,
    isDangerous: reason === 'opted_out',
    changes: [PATH],
    effect: () => t(reason === 'opted_out' ? 'messages.liftOptedOut' : 'messages.liftEffect', { address }),
  });
  return (
    <MessagesArea>
      <Head
        title={t('messages.suppressions')}
        under={t('messages.suppressionsWhy')}
        acts={mayWrite && <Button onClick={() => setAct(add)}>{t('messages.suppress')}</Button>}
      />
      <ResourceList<Suppression>
        path={PATH}
        query={{}}
        keyOf={({ id }) => id}
        label={t('messages.suppressions')}
        empty={t('messages.noSuppressions')}
        columns={[
          { head: t('messages.address'), cell: ({ address }) => <span className="mono">{address}</span> },
          { head: t('messages.kind'), cell: ({ kind }) => t(`messages.kinds.${kind}`) },
          { head: t('messages.scope'), cell: ({ scope }) => t(`messages.scopes.${scope}`) },
          { head: t('act.reason'), cell: ({ reason }) => t(`messages.reasons.${reason}`) },
          { head: t('messages.madeAt'), cell: ({ madeAt }) => <When at={madeAt} /> },
          {
            head: t('giftCards.do'),
            cell: (one) =>
              mayWrite && (
                <Button size="compact-xs" variant="default" onClick={() => setAct(lift(one))}>
                  {t('messages.lift')}
                </Button>
              ),
          },
        ]}
      />
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </MessagesArea>
  );
}
