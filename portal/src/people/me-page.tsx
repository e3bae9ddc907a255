import { Alert, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useOwnSession } from '../api/session.ts';
import { Section } from '../kit/section.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { PeopleArea } from './area.tsx';
import { Authenticator } from './authenticator.tsx';
import { deviceName } from './device-name.ts';
import type { PortalSession } from './people-types.ts';
import { useRoleName } from './role-name.ts';

/** One's own account: password, authenticator, and where one is signed in. */
export function MePage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const nameOf = useRoleName();
  const [act, setAct] = useState<Act>();
  const [isChanged, setChanged] = useState(false);
  const password: Act = {
    title: t('people.changePassword'),
    verb: t('people.changePassword'),
    what: 'POST /v1/portal/password',
    changes: ['/v1/portal/sessions'],
    fields: [
      {
        name: 'current',
        label: t('people.currentPassword'),
        kind: 'secret',
        isRequired: true,
        refused: /wrong|signin/,
      },
      {
        ...{ name: 'next', label: t('people.nextPassword'), hint: t('people.passwordHint'), kind: 'secret' },
        isRequired: true,
        refused: /password/,
        send: (value) => value,
      },
    ],
    effect: () => t('people.passwordEffect'),
    onDone: () => setChanged(true),
  };
  const end = ({ id }: PortalSession): Act => ({
    title: t('people.endSession'),
    verb: t('people.endSession'),
    what: `DELETE /v1/portal/sessions/${id}`,
    isDangerous: true,
    changes: ['/v1/portal/sessions'],
    effect: () => t('people.endEffect'),
  });
  return (
    <PeopleArea>
      <Head
        title={session.person.name}
        state={session.person.state}
        under={session.person.email}
        acts={
          <Button variant="default" onClick={() => setAct(password)}>
            {t('people.changePassword')}
          </Button>
        }
      />
      {isChanged && (
        <Alert color="green" role="status">
          {t('people.passwordChanged')}
        </Alert>
      )}
      <Section title={t('people.grants')}>
        <Facts
          facts={session.grants.map(
            ({ role, roleName, scope, place }) =>
              [nameOf({ code: role, name: roleName }), place ?? t(`people.scopes.${scope}`)] as const,
          )}
        />
      </Section>
      <Section title={t('people.authenticator')}>
        <Authenticator onAct={setAct} />
      </Section>
      <Section title={t('people.sessions')}>
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t('people.sessionsWhy')}
          </Text>
          <ResourceList<PortalSession>
            path="/v1/portal/sessions"
            query={{}}
            keyOf={({ id }) => id}
            empty={t('people.noSessions')}
            columns={[
              { head: t('people.device'), cell: ({ device }) => <span title={device}>{deviceName(device)}</span> },
              { head: t('people.seen'), cell: ({ seenAt }) => <When at={seenAt} /> },
              { head: t('people.since'), cell: ({ madeAt }) => <When at={madeAt} /> },
              { head: t('people.until'), cell: ({ endsAt }) => <When at={endsAt} /> },
              {
                head: t('giftCards.do'),
                cell: (one) =>
                  one.isThis ? (
                    <State is={t('people.thisOne')} />
                  ) : (
                    <Button size="compact-xs" variant="default" onClick={() => setAct(end(one))}>
                      {t('people.endSession')}
                    </Button>
                  ),
              },
            ]}
          />
        </Stack>
      </Section>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PeopleArea>
  );
}
