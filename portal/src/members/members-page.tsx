import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { searchAnswerSchema } from '../../../contract/screens.ts';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { Failed } from '../kit/failed.tsx';
import { RecordHead } from '../kit/record-head.tsx';
import { Rows } from '../list/rows.tsx';
import { EnrolSheet } from './enrol-sheet.tsx';

type Answer = z.infer<typeof searchAnswerSchema>;
type Found = Extract<Answer['items'][number], { is: 'member' }>;

const CHARACTERS_MIN = 2;
const PAUSE_MS = 160;

/** Members by whatever is known of them. What is typed stands in no address: phones and cards are nobody else's business. */
export function MembersPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const [isEnrolling, enrolling] = useDisclosure();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), PAUSE_MS);
  return (
    <Stack gap="lg">
      <RecordHead
        title={t('members.title')}
        acts={may(session, 'members:write') && <Button onClick={enrolling.open}>{t('member.enrol.open')}</Button>}
      />
      <TextInput
        aria-label={t('members.find')}
        placeholder={t('members.find')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoFocus
        autoComplete="off"
        maw={420}
      />
      {text.length >= CHARACTERS_MIN ? <FoundMembers text={text} /> : <Text c="dimmed">{t('members.empty')}</Text>}
      {isEnrolling && <EnrolSheet typed={typed} onClose={enrolling.close} />}
    </Stack>
  );
}

function FoundMembers({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ['search', text],
    queryFn: () => ask<Answer>('POST /v1/search', { body: { text } }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const found = data?.items.filter((one): one is Found => one.is === 'member');
  if (found?.length === 0) return <Text c="dimmed">{t('search.nothing')}</Text>;
  return (
    <Rows<Found>
      label={t('members.title')}
      rows={found}
      keyOf={({ member }) => member}
      onOpen={({ member }) => void navigate({ to: '/members/$member', params: { member } })}
      columns={[
        { head: t('members.name'), cell: ({ name }) => name || t('member.nameless') },
        { head: t('members.phone'), cell: ({ phone }) => (phone === undefined ? '—' : <CopiedId value={phone} />) },
        { head: t('members.by'), cell: ({ by }) => t(`search.by.${by}`) },
        { head: t('members.id'), cell: ({ member }) => <CopiedId value={member} /> },
      ]}
    />
  );
}
