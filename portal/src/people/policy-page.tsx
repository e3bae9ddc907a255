import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import type { Field, Values } from '../acts/field.ts';
import { Facts, Head, Waiting } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { PeopleArea } from './area.tsx';
import type { Bound, StaffPolicy, StaffPolicyAnswer } from './people-types.ts';
import {
  boundLine,
  boundOfLine,
  changedIn,
  isLooser,
  POLICY_NAMES,
  PolicyChange,
  usePolicyMeaning,
} from './policy-words.tsx';

/** Who counts as the second person: what the tenant has decided, and the way to decide otherwise. */
export function PolicyPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const meaning = usePolicyMeaning();
  const asked = useThing<StaffPolicy>('/v1/staff/policy');
  const [isChanging, setChanging] = useState(false);
  const policy = asked.data;
  return (
    <PeopleArea>
      <Head
        title={t('people.policy')}
        under={t('people.policyWhy')}
        acts={
          policy &&
          may(session, 'staff:write') && <Button onClick={() => setChanging(true)}>{t('people.changePolicy')}</Button>
        }
      />
      {policy ? (
        <>
          <Facts
            facts={POLICY_NAMES.map(
              (name) => [t(`people.policySettings.${name}.name`), meaning(name, policy)] as const,
            )}
          />
          <ChangeSheet policy={policy} isOpen={isChanging} onClose={() => setChanging(false)} />
        </>
      ) : (
        <Waiting of={asked} />
      )}
    </PeopleArea>
  );
}

type SheetProps = { readonly policy: StaffPolicy; readonly isOpen: boolean; readonly onClose: () => void };

const byKind = (a: Bound, b: Bound): number => (`${a.kind} ${a.unit}` < `${b.kind} ${b.unit}` ? -1 : 1);

/** What was typed; an empty number of hours leaves what holds. */
const typedPolicy = (policy: StaffPolicy, values: Values): StaffPolicy => ({
  approvalNeedsPerson: values['approvalNeedsPerson'] === true,
  approvalNeedsAuthenticator: values['approvalNeedsAuthenticator'] === true,
  newcomerHours: typeof values['newcomerHours'] === 'number' ? values['newcomerHours'] : policy.newcomerHours,
  credentialsAreBound: values['credentialsAreBound'] === true,
  bounds: ((values['bounds'] ?? []) as readonly string[]).map(boundOfLine).sort(byKind),
});

function ChangeSheet({ policy, isOpen, onClose }: SheetProps) {
  const { t } = useTranslation();
  const act: Act<StaffPolicyAnswer> = {
    title: t('people.changePolicy'),
    verb: t('people.changePolicy'),
    what: 'PUT /v1/staff/policy',
    isNamed: true,
    changes: ['/v1/staff', '/v1/approvals'],
    fields: POLICY_NAMES.map((name): Field => {
      const label = t(`people.policySettings.${name}.name`);
      if (name === 'bounds')
        return {
          ...{ name, label, kind: 'tags', hint: t('people.policySettings.bounds.hint'), refused: /limit|bound/ },
          initial: policy.bounds.map(boundLine),
          send: (value) => (value as readonly string[]).map(boundOfLine),
        };
      if (name === 'newcomerHours')
        return {
          ...{ name, label, kind: 'number', initial: policy[name], isRequired: true },
          hint: t('people.policySettings.newcomerHours.hint'),
        };
      return { name, label, kind: 'yes', initial: policy[name], hint: t(`people.policySettings.${name}.yes`) };
    }),
    effect: (values) => {
      const typed = typedPolicy(policy, values);
      const isChanged = changedIn(policy, typed).length > 0;
      return (
        <>
          <PolicyChange before={policy} after={typed} />
          {isChanged && (
            <Text size="sm" fw={600}>
              {t(isLooser(policy, typed) ? 'people.policyLooser' : 'people.policyStricter')}
            </Text>
          )}
        </>
      );
    },
    answer: ({ approval }, close) => (
      <Stack>
        <Text>{t(approval === undefined ? 'people.policySaved' : 'people.policyAsked')}</Text>
        {approval !== undefined && (
          <Anchor component={Link} to={`/approvals/${approval}` as never}>
            {t('people.policyRequest')}
          </Anchor>
        )}
        <Group justify="flex-end">
          <Button onClick={close}>{t('act.close')}</Button>
        </Group>
      </Stack>
    ),
  };
  return <ActSheet act={isOpen ? act : undefined} onClose={onClose} />;
}
