import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '../acts/record.tsx';
import { useApprovalKind } from '../approvals/approval-words.tsx';
import type { Bound } from './people-types.ts';
import { useBoundText } from './policy-words.tsx';

type Limit = { readonly kind: string; readonly unit: string; readonly amountMax: string };
type RoleFacts = {
  readonly name: string;
  readonly permissions?: readonly string[];
  readonly limits: readonly Limit[];
  readonly alone?: readonly Bound[];
};
type Props = { readonly facts: Readonly<Record<string, unknown>> };

/** What a looser role may: what it does alone and approves, before and after. */
export function RoleChange({ facts }: Props) {
  const { t } = useTranslation();
  const boundText = useBoundText();
  const kindOf = useApprovalKind();
  const { code, before, after } = facts as { code: string; before: RoleFacts | null; after: RoleFacts };
  const alone = (role: RoleFacts | null) => role?.alone?.map(boundText).join(' · ') || t('people.aloneAsTenant');
  const limits = (role: RoleFacts | null) =>
    role?.permissions?.includes('approvals:decide')
      ? role.limits.map(({ kind, unit, amountMax }) => `${kindOf(kind)} ${amountMax} ${unit}`).join(', ') ||
        t('people.noLimit')
      : t('people.approvesNothing');
  return (
    <Stack gap="xs">
      <Facts facts={[[t('people.role'), `${after.name} (${code})`]]} />
      {[['people.alone', alone] as const, ['people.approvesUpTo', limits] as const].map(([label, textOf]) => (
        <div key={label}>
          <Text size="sm" fw={600}>
            {t(label)}
          </Text>
          <Text size="sm" c="dimmed" td="line-through">
            {textOf(before)}
          </Text>
          <Text size="sm">{textOf(after)}</Text>
        </div>
      ))}
    </Stack>
  );
}
