import { Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../api/ask.ts';
import { ActSheet } from '../../kit/act-sheet.tsx';
import { Notch } from '../../kit/notch.tsx';
import { useMemberChanged, type Balance, type Card, type Member } from '../member-data.ts';
import { ReasonSelect } from './reason-select.tsx';
import { useReference } from './use-reference.ts';

const REASONS = ['lost', 'stolen', 'damaged', 'member_request', 'other'];
const NUMBER_MIN = 4;

type ReplaceSheetProps = {
  readonly member: Member;
  readonly card: Card;
  readonly balance: Balance | undefined;
  readonly onClose: () => void;
};

/** Puts a new card in the place of one: the account stays, the old card stops for good. */
export function ReplaceSheet({ member, card, balance, onClose }: ReplaceSheetProps) {
  const { t } = useTranslation();
  const changed = useMemberChanged(member.member);
  const reference = useReference();
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState(REASONS[0]!);
  const { masked } = card;
  const change = useMutation({
    mutationFn: () =>
      ask(`POST /v1/cards/${card.card}/replace`, { body: { reference, number: number.trim(), reason } }),
    onSuccess: changed,
  });
  return (
    <ActSheet
      isOpen
      title={t('member.replace.title', { masked })}
      verb={t('member.replace.open')}
      onClose={onClose}
      act={{ ...change, mutate: () => change.mutate() }}
      mayConfirm={number.trim().length >= NUMBER_MIN}
      {...(change.isSuccess && { done: t('member.replace.done', { masked }) })}
      effect={
        <>
          <Text fz="sm">{t('member.replace.effect', { masked })}</Text>
          {(balance?.totals ?? []).map(({ unit, available }) => (
            <Notch key={unit} label={t('member.replace.same')} before={available} after={available} unit={unit} />
          ))}
        </>
      }
    >
      <TextInput
        label={t('member.replace.number')}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        autoComplete="off"
        required
        data-autofocus
      />
      <ReasonSelect reasons={REASONS} value={reason} onChange={setReason} />
    </ActSheet>
  );
}
