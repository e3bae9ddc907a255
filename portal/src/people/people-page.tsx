import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { PeopleArea } from './area.tsx';
import type { Person } from './people-types.ts';

/** Who works with the tenant. */
export function PeoplePage() {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const [isInviting, setInviting] = useState(false);
  const invite: Act<Person> = {
    title: t('people.invite'),
    verb: t('people.invite'),
    what: 'POST /v1/staff/people',
    changes: ['/v1/staff'],
    fields: [
      { name: 'name', label: t('people.name'), isRequired: true },
      { name: 'email', label: t('signIn.email'), isRequired: true, refused: /email/ },
      {
        ...{ name: 'language', label: t('people.language'), kind: 'choice', initial: 'en', isRequired: true },
        choices: ['en', 'es'].map((value) => ({ value, label: t(`people.languages.${value}`) })),
      },
    ],
    effect: () => t('people.inviteEffect'),
    onDone: ({ id }) => go(`/people/${id}`),
  };
  return (
    <PeopleArea>
      <Head
        title={t('people.people')}
        under={t('people.why')}
        acts={may(session, 'staff:write') && <Button onClick={() => setInviting(true)}>{t('people.invite')}</Button>}
      />
      <ResourceList<Person>
        path="/v1/staff/people"
        query={{}}
        keyOf={({ id }) => id}
        onOpen={({ id }) => go(`/people/${id}`)}
        empty={t('people.none')}
        columns={[
          { head: t('people.name'), cell: ({ name }) => name },
          { head: t('signIn.email'), cell: ({ email }) => email },
          { head: t('people.language'), cell: ({ language }) => t(`people.languages.${language}`) },
          { head: t('people.since'), cell: ({ madeAt }) => <When at={madeAt} /> },
          { head: t('people.state'), cell: ({ state }) => <State is={state} /> },
        ]}
      />
      <ActSheet act={isInviting ? invite : undefined} onClose={() => setInviting(false)} />
    </PeopleArea>
  );
}
