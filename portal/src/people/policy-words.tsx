import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StaffPolicy } from './people-types.ts';

export const POLICY_NAMES = [
  'approvalNeedsPerson',
  'approvalNeedsAuthenticator',
  'newcomerHours',
  'handPointsMax',
] as const;
type PolicyName = (typeof POLICY_NAMES)[number];

/** True where the second lets somebody approve whom the first does not, or do alone what it does not. The server decides it; this only says it beforehand. */
export const isLooser = (from: StaffPolicy, to: StaffPolicy): boolean =>
  (from.approvalNeedsPerson && !to.approvalNeedsPerson) ||
  (from.approvalNeedsAuthenticator && !to.approvalNeedsAuthenticator) ||
  to.newcomerHours < from.newcomerHours ||
  (to.handPointsMax ?? ANY) > (from.handPointsMax ?? ANY);

const ANY = Number.POSITIVE_INFINITY;

/** Which settings differ. */
export const changedIn = (from: StaffPolicy, to: StaffPolicy): readonly PolicyName[] =>
  POLICY_NAMES.filter((name) => from[name] !== to[name]);

/** Says what a setting means for who says yes, in a sentence. */
export function usePolicyMeaning(): (name: PolicyName, policy: StaffPolicy) => string {
  const { t } = useTranslation();
  return (name, policy) => {
    const value = policy[name];
    if (name === 'handPointsMax')
      return value === undefined
        ? t('people.policySettings.handPointsMax.none')
        : t('people.policySettings.handPointsMax.is', { n: value });
    if (typeof value === 'boolean') return t(`people.policySettings.${name}.${value ? 'yes' : 'no'}`);
    return value === 0
      ? t('people.policySettings.newcomerHours.none')
      : t('people.policySettings.newcomerHours.is', { n: value });
  };
}

type ChangeProps = { readonly before: StaffPolicy; readonly after: StaffPolicy };

/** What a change of the rules does, setting by setting: what holds no more, and what holds in its place. */
export function PolicyChange({ before, after }: ChangeProps) {
  const { t } = useTranslation();
  const meaning = usePolicyMeaning();
  const names = changedIn(before, after);
  if (names.length === 0) return <Text size="sm">{t('act.nothing')}</Text>;
  return names.map((name) => (
    <div key={name}>
      <Text size="sm" c="dimmed" td="line-through">
        {meaning(name, before)}
      </Text>
      <Text size="sm" mb="xs">
        {meaning(name, after)}
      </Text>
    </div>
  ));
}
