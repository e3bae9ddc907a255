import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useProgramName } from '../api/names.ts';
import { useMeaning } from './policy.tsx';
import type { Policy } from './program-types.ts';

type Facts = { readonly program: string; readonly before: Partial<Policy>; readonly after: Partial<Policy> };

/** What a change of a program's policy does, setting by setting; what is absent of it is bound by nothing. */
export function PolicyLoosened({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation();
  const meaning = useMeaning();
  const programName = useProgramName();
  const { program, before, after } = facts as Facts;
  const names = Object.keys(after) as (keyof Policy)[];
  return (
    <>
      <Text size="sm" fw={600} mb="xs">
        {t('member.program')}: {programName(program)}
      </Text>
      {names.map((name) => (
        <div key={name}>
          <Text size="sm" c="dimmed" td="line-through">
            {meaning(name, before[name] ?? undefined)}
          </Text>
          <Text size="sm" mb="xs">
            {meaning(name, after[name] ?? undefined)}
          </Text>
        </div>
      ))}
    </>
  );
}
