import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { instantOf } from '../api/zone.ts';
import { Facts, Head, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { byCode, useChoices, useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { Section } from '../kit/section.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { PeopleArea } from './area.tsx';
import type { Grant, Person, Role } from './people-types.ts';
import { useRoleName } from './role-name.ts';

const SCOPES = ['tenant', 'program', 'partner', 'outlet'] as const;

/** One person: the roles, where they hold, and whether he may work. */
export function PersonPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const { person: id } = useParams({ strict: false }) as { person: string };
  const nameOf = useRoleName();
  const asked = useThing<Person>(`/v1/staff/people/${id}`);
  const [act, setAct] = useState<Act>();
  const person = asked.data;
  const mayChange = may(session, 'staff:write');
  const acts = usePersonActs(person);
  const grant = useGrant(id);
  const take = ({ id: of, role: code, roleName: name }: Grant): Act => ({
    title: t('people.takeRole'),
    verb: t('people.takeRole'),
    what: `DELETE /v1/staff/grants/${of}`,
    isDangerous: true,
    changes: ['/v1/staff'],
    effect: () => t('people.takeEffect', { role: nameOf({ code, name }) }),
  });
  return (
    <PeopleArea>
      <Head
        title={person?.name ?? t('people.person')}
        state={person?.state}
        back={{ to: '/people', label: t('people.people') }}
        acts={
          mayChange &&
          acts.map((one) => (
            <Button key={one.verb} variant="default" onClick={() => setAct(one)}>
              {one.verb}
            </Button>
          ))
        }
      />
      {!person && <Waiting of={asked} />}
      {person && (
        <Facts
          facts={[
            [t('signIn.email'), person.email],
            [t('people.language'), t(`people.languages.${person.language}`)],
            [t('people.since'), <When key="since" at={person.madeAt} />],
            [t('people.id'), <CopiedId key="id" value={person.id} />],
          ]}
        />
      )}
      <Section
        title={t('people.grants')}
        acts={
          mayChange && (
            <Button size="xs" onClick={() => setAct(grant)}>
              {t('people.giveRole')}
            </Button>
          )
        }
      >
        <ResourceList<Grant>
          path={`/v1/staff/people/${id}/grants`}
          query={{}}
          keyOf={(one) => one.id}
          empty={t('people.noGrants')}
          columns={[
            { head: t('people.role'), cell: ({ role, roleName }) => nameOf({ code: role, name: roleName }) },
            { head: t('people.where'), cell: ({ scope, place }) => place ?? t(`people.scopes.${scope}`) },
            { head: t('people.until'), cell: ({ until }) => (until ? <When at={until} /> : '—') },
            { head: t('people.since'), cell: ({ madeAt }) => <When at={madeAt} /> },
            {
              head: t('giftCards.do'),
              cell: (one) =>
                mayChange && (
                  <Button size="compact-xs" variant="default" onClick={() => setAct(take(one))}>
                    {t('people.takeRole')}
                  </Button>
                ),
            },
          ]}
        />
      </Section>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PeopleArea>
  );
}

function usePersonActs(person: Person | undefined): readonly Act[] {
  const { t } = useTranslation();
  if (!person || person.state === 'left') return [];
  const path = `/v1/staff/people/${person.id}` as const;
  const changes = ['/v1/staff'];
  const reason = { name: 'reason', label: t('act.reason'), kind: 'long', isRequired: true } as const;
  const to = (state: 'active' | 'suspended' | 'left', verb: string): Act => ({
    title: t(`people.${verb}`),
    verb: t(`people.${verb}`),
    what: `PATCH ${path}`,
    isDangerous: state !== 'active',
    changes,
    fields: [reason],
    body: (_values, fromFields) => ({ ...fromFields, state }),
    effect: () => t(`people.${verb}Effect`),
  });
  const change: Act = {
    title: t('people.change'),
    verb: t('people.change'),
    what: `PATCH ${path}`,
    changes,
    fields: [
      { name: 'name', label: t('people.name'), initial: person.name, isRequired: true },
      {
        ...{
          name: 'language',
          label: t('people.language'),
          kind: 'choice',
          initial: person.language,
          isRequired: true,
        },
        choices: ['en', 'es'].map((value) => ({ value, label: t(`people.languages.${value}`) })),
      },
    ],
  };
  const again: Act = {
    title: t('people.inviteAgain'),
    verb: t('people.inviteAgain'),
    what: `POST ${path}/invitation`,
    changes,
    effect: () => t('people.inviteEffect'),
  };
  return [
    change,
    ...(person.state === 'invited' ? [again] : []),
    ...(person.state === 'suspended' ? [to('active', 'letBack')] : [to('suspended', 'suspend')]),
    to('left', 'leave'),
  ];
}

function useGrant(person: string): Act {
  const { t } = useTranslation();
  const nameOf = useRoleName();
  const roles = useChoices<Role>('/v1/staff/roles', (role) => byCode({ ...role, name: nameOf(role) }));
  const programs = useChoices('/v1/programs', byCode);
  const partners = useChoices('/v1/partners', byCode);
  const outlets = useChoices('/v1/outlets', byCode);
  const places = { program: programs, partner: partners, outlet: outlets };
  return {
    title: t('people.giveRole'),
    verb: t('people.giveRole'),
    what: `POST /v1/staff/people/${person}/grants`,
    changes: ['/v1/staff'],
    fields: [
      {
        name: 'role',
        label: t('people.role'),
        kind: 'choice',
        choices: roles,
        isRequired: true,
        refused: /role|grant/,
      },
      {
        ...{ name: 'scope', label: t('people.where'), kind: 'choice', initial: 'tenant', isRequired: true },
        choices: SCOPES.map((value) => ({ value, label: t(`people.scopes.${value}`) })),
      },
      ...(['program', 'partner', 'outlet'] as const).map((scope) => ({
        ...{ name: `place.${scope}`, label: t(`people.scopes.${scope}`), kind: 'choice' as const, isRequired: true },
        choices: places[scope],
        isShown: (values: Readonly<Record<string, unknown>>) => values.scope === scope,
        refused: /place/,
      })),
      { name: 'until', label: t('people.until'), hint: t('people.untilHint'), kind: 'instant', send: instantOf },
    ],
    body: (values, { place: _place, ...rest }) => ({
      ...rest,
      ...(values.scope === 'tenant' ? {} : { place: values[`place.${String(values.scope)}`] }),
    }),
  };
}
