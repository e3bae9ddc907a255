import { Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import type { Field, Values } from '../acts/field.ts';
import { Head } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { SecondPersonNotice, WaitsPanel } from '../acts/second-person.tsx';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { useApprovalKind } from '../approvals/approval-words.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { PeopleArea } from './area.tsx';
import type { Role } from './people-types.ts';
import { boundLine, boundOfLine, useBoundText } from './policy-words.tsx';
import { usePermissionWord } from './permission-words.ts';
import { useRoleName } from './role-name.ts';

/** Roles: what they may, and up to which amount they approve. */
export function RolesPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const nameOf = useRoleName();
  const boundText = useBoundText();
  const kindOf = useApprovalKind();
  const [role, setRole] = useState<Role | 'new'>();
  const maySet = may(session, 'staff:write');
  const act = useDefineRole(role === 'new' ? undefined : role);
  return (
    <PeopleArea>
      <Head
        title={t('people.roles')}
        under={t('people.rolesWhy')}
        acts={maySet && <Button onClick={() => setRole('new')}>{t('people.defineRole')}</Button>}
      />
      <ResourceList<Role>
        path="/v1/staff/roles"
        query={{}}
        keyOf={({ code }) => code}
        {...(maySet ? { onOpen: setRole } : {})}
        empty={t('people.noRoles')}
        columns={[
          { head: t('people.role'), cell: nameOf },
          { head: t('people.code'), cell: ({ code }) => <span className="mono">{code}</span> },
          { head: t('people.may'), cell: ({ permissions }) => <Permissions permissions={permissions} /> },
          {
            head: t('people.approvesUpTo'),
            cell: ({ limits, permissions }) =>
              permissions.includes('approvals:decide')
                ? limits.map(({ kind, unit, upTo }) => `${kindOf(kind)} ${upTo} ${unit}`).join(', ') ||
                  t('people.noLimit')
                : t('people.approvesNothing'),
          },
          {
            head: t('people.alone'),
            cell: ({ alone }) => alone.map(boundText).join(' ') || t('people.aloneAsTenant'),
          },
        ]}
      />
      <ActSheet act={role ? act : undefined} onClose={() => setRole(undefined)} />
    </PeopleArea>
  );
}

// So many can be read at a glance; the rest is one press away, on a phone too.
const RIGHTS_SHOWN = 6;

function Permissions({ permissions }: { readonly permissions: readonly string[] }) {
  const { t } = useTranslation();
  const wordOf = usePermissionWord();
  const [isWhole, setWhole] = useState(false);
  const hidden = isWhole ? 0 : Math.max(0, permissions.length - RIGHTS_SHOWN);
  return (
    <Text size="xs" component="div" className="wraps">
      {permissions
        .slice(0, permissions.length - hidden)
        .map(wordOf)
        .join(' · ')}
      {hidden > 0 && (
        <UnstyledButton
          fz="xs"
          c="green"
          ml={6}
          onClick={(event) => {
            event.stopPropagation();
            setWhole(true);
          }}
        >
          {t('people.moreRights', { n: hidden })}
        </UnstyledButton>
      )}
    </Text>
  );
}

/** Limits are typed one a line: kind, unit, amount. */
const limitsOf = (value: unknown): readonly object[] =>
  (value as readonly string[]).map((line) => {
    const [kind = '', unit = '', upTo = ''] = line.trim().split(/\s+/);
    return { kind, unit, upTo };
  });

type RoleAnswer = { readonly approval?: string | undefined };

function RoleSaved({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text>{t('people.roleSaved')}</Text>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('act.close')}</Button>
      </Group>
    </Stack>
  );
}

function useDefineRole(role: Role | undefined): Act<RoleAnswer> {
  const { t } = useTranslation();
  const nameOf = useRoleName();
  const wordOf = usePermissionWord();
  const permissions = useThing<{ items: readonly string[] }>('/v1/staff/permissions').data?.items ?? [];
  const code: Field = {
    name: 'code',
    label: t('people.code'),
    isRequired: true,
    refused: /code/,
    send: () => undefined,
  };
  const before = new Set(role?.permissions);
  return {
    title: role ? nameOf(role) : t('people.defineRole'),
    verb: t(role ? 'people.saveRole' : 'people.defineRole'),
    what: `PUT /v1/staff/roles/${role?.code ?? ''}`,
    changes: ['/v1/staff'],
    fields: [
      ...(role ? [] : [code]),
      { name: 'name', label: t('people.name'), isRequired: true, initial: role?.name },
      {
        ...{ name: 'permissions', label: t('people.may'), kind: 'choices', initial: role?.permissions },
        choices: permissions.map((value) => ({ value, label: wordOf(value) })),
        refused: /permission|beyond/,
      },
      {
        ...{ name: 'limits', label: t('people.approvesUpTo'), hint: t('people.limitHint'), kind: 'tags' },
        initial: role?.limits.map(({ kind, unit, upTo }) => `${kind} ${unit} ${upTo}`),
        send: limitsOf,
        refused: /limit|unit/,
      },
      {
        ...{ name: 'alone', label: t('people.alone'), hint: t('people.aloneHint'), kind: 'tags' },
        initial: role?.alone.map(boundLine),
        send: (value) => (value as readonly string[]).map(boundOfLine),
        refused: /limit|unit/,
      },
    ],
    body: (values, fromFields) => ({
      ...{ code: role?.code ?? String(values.code).trim(), permissions: [], limits: [], alone: [] },
      ...fromFields,
    }),
    // Its code stands in the address, and the form is where it is typed.
    by: ({ code: named, ...body } = {}) =>
      ask<RoleAnswer>(`PUT /v1/staff/roles/${encodeURIComponent(String(named))}`, { body }),
    answer: ({ approval }, close) =>
      approval === undefined ? <RoleSaved onClose={close} /> : <WaitsPanel approval={approval} onClose={close} />,
    effect: (values) => (
      <>
        <Difference before={before} values={values} />
        <SecondPersonNotice text={t('people.roleLooser')} />
      </>
    ),
  };
}

/** What the role gains and loses. */
function Difference({ before, values }: { readonly before: ReadonlySet<string>; readonly values: Values }) {
  const { t } = useTranslation();
  const wordOf = usePermissionWord();
  const after = (values.permissions ?? []) as readonly string[];
  const gained = after.filter((one) => !before.has(one));
  const lost = [...before].filter((one) => !after.includes(one));
  if (gained.length + lost.length === 0) return <Text size="sm">{t('act.nothing')}</Text>;
  return (
    <>
      {gained.length > 0 && (
        <Text size="sm">
          {t('people.gains')} {gained.map(wordOf).join(', ')}
        </Text>
      )}
      {lost.length > 0 && (
        <Text size="sm" c="red">
          {t('people.loses')} {lost.map(wordOf).join(', ')}
        </Text>
      )}
    </>
  );
}
