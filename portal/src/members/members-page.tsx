import { Stack, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { memberSchema } from '../../../contract/members.ts';
import { ResourceList } from '../list/resource-list.tsx';

type Member = z.infer<typeof memberSchema>;

const nameOf = ({ profile }: Member): string =>
  [profile.givenName, profile.familyName].filter(Boolean).join(' ') || '—';

/** A phone begins with + or a figure; everything else is taken for a family name. */
const filterOf = (text: string): Record<string, string | undefined> =>
  text === '' ? {} : /^[+\d]/.test(text) ? { phone: text } : { familyName: text };

/** Members by phone or name; typing never waits for the answer. */
export function MembersPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const [text, setText] = useState(q);
  const [settled] = useDebouncedValue(text.trim(), 250);
  useEffect(() => {
    if (settled !== q) void navigate({ to: '/members', search: { q: settled || undefined } as never, replace: true });
  }, [settled, q, navigate]);
  return (
    <Stack>
      <Title order={1}>{t('members.title')}</Title>
      <TextInput
        aria-label={t('members.find')}
        placeholder={t('members.find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoFocus
        maw={420}
      />
      {q && (
        <ResourceList<Member>
          path="/v1/members"
          query={filterOf(q)}
          keyOf={(member) => member.member}
          empty={t('members.empty')}
          columns={[
            { head: t('members.name'), cell: nameOf },
            { head: t('members.phone'), cell: (member) => <span className="mono">{member.phone ?? '—'}</span> },
            { head: t('members.since'), cell: (member) => member.enrolledAt.slice(0, 10) },
            { head: t('members.id'), cell: (member) => <span className="mono">{member.member}</span> },
          ]}
        />
      )}
    </Stack>
  );
}
