import { Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../api/ask.ts';
import { ActSheet } from '../../kit/act-sheet.tsx';
import { useMemberChanged, type Member } from '../member-data.ts';
import { useReference } from './use-reference.ts';

const NUMBER_MIN = 4;

/** One more card that leads to the member's wallets. */
export function IssueSheet({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const changed = useMemberChanged(member.member);
  const reference = useReference();
  const [number, setNumber] = useState('');
  const issue = useMutation({
    mutationFn: () => ask('POST /v1/cards', { body: { reference, number: number.trim(), member: member.member } }),
    onSuccess: changed,
  });
  const live = member.cards.filter(({ state }) => state === 'active').length;
  return (
    <ActSheet
      isOpen
      title={t('member.issue.title')}
      verb={t('member.issue.open')}
      onClose={onClose}
      act={{ ...issue, mutate: () => issue.mutate() }}
      mayConfirm={number.trim().length >= NUMBER_MIN}
      {...(issue.isSuccess && { done: t('member.issue.done') })}
      effect={<Text fz="sm">{t('member.issue.effect', { count: live })}</Text>}
    >
      <TextInput
        label={t('member.issue.number')}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        autoComplete="off"
        required
        data-autofocus
      />
    </ActSheet>
  );
}
