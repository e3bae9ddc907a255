import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useApprovalKind } from '../approvals/approval-words.tsx';
import type { Bound, StaffPolicy } from './people-types.ts';

export const POLICY_NAMES = [
  'approvalNeedsPerson',
  'approvalNeedsAuthenticator',
  'newcomerHours',
  'credentialsAreBound',
  'bounds',
] as const;
type PolicyName = (typeof POLICY_NAMES)[number];

/** True where the second lets somebody approve whom the first does not, or do alone what it does not. The server decides it; this only says it beforehand. */
export const isLooser = (from: StaffPolicy, to: StaffPolicy): boolean =>
  (from.approvalNeedsPerson && !to.approvalNeedsPerson) ||
  (from.approvalNeedsAuthenticator && !to.approvalNeedsAuthenticator) ||
  to.newcomerHours < from.newcomerHours ||
  (from.credentialsAreBound && !to.credentialsAreBound) ||
  isWider(from.bounds, to.bounds);

/** True where a bound of one kind and unit is higher, or a stricter word of some is gone. */
const isWider = (from: readonly Bound[], to: readonly Bound[]): boolean => {
  const among = (bounds: readonly Bound[], { kind, unit }: Bound): Bound | undefined =>
    [
      [kind, unit],
      [kind, '*'],
      ['*', unit],
      ['*', '*'],
    ]
      .map(([k, u]) => bounds.find((one) => one.kind === k && one.unit === u))
      .find((one) => one !== undefined);
  return [...from, ...to].some((one) => {
    const [before, after] = [among(from, one), among(to, one)];
    return (after?.upTo ?? 0) > (before?.upTo ?? 0) || (after?.perDay ?? 0) > (before?.perDay ?? 0);
  });
};

/** A bound as a line that can be typed: kind, unit, at once, within a day. */
export const boundLine = ({ kind, unit, upTo, perDay }: Bound): string => `${kind} ${unit} ${upTo} ${perDay}`;

const WHOLE = /^\d{1,10}$/;

/** Reads such a line; a number that is none is sent as it is, for the server to say so. */
export const boundOfLine = (line: string): Bound => {
  const [kind = '', unit = '', upTo = '', perDay = upTo] = line.trim().split(/\s+/);
  const read = (text: string): number => (WHOLE.test(text) ? Number(text) : (text as unknown as number));
  return { kind, unit, upTo: read(upTo), perDay: read(perDay) };
};

/** A bound in words. */
export function useBoundText(): (bound: Bound) => string {
  const { t } = useTranslation();
  const kindOf = useApprovalKind();
  return ({ kind, unit, upTo, perDay }) =>
    t('people.boundIs', {
      ...{ kind: kind === '*' ? t('people.anyKind') : kindOf(kind), unit: t(`second.units.${unit}`, unit) },
      ...{ upTo, perDay },
    });
}

/** Which settings differ. */
export const changedIn = (from: StaffPolicy, to: StaffPolicy): readonly PolicyName[] =>
  POLICY_NAMES.filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]));

/** Says what a setting means for who says yes, in a sentence. */
export function usePolicyMeaning(): (name: PolicyName, policy: StaffPolicy) => string {
  const { t } = useTranslation();
  const boundText = useBoundText();
  return (name, policy) => {
    const value = policy[name];
    if (typeof value === 'object')
      return value.length === 0 ? t('people.policySettings.bounds.none') : value.map(boundText).join(' ');
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
