import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../api/ask.ts';
import { ActSheet } from '../../kit/act-sheet.tsx';
import { Notch } from '../../kit/notch.tsx';
import { useMemberChanged, type Balance, type Card, type Member } from '../member-data.ts';
import { ReasonSelect } from './reason-select.tsx';
import { useReference } from './use-reference.ts';

const REASONS = ['lost', 'stolen', 'fraud', 'damaged', 'member_request', 'other'];

type BlockSheetProps = {
  readonly member: Member;
  readonly card: Card;
  readonly balance: Balance | undefined;
  readonly onClose: () => void;
};

/** Blocks a card, or unblocks one that is blocked. Which it is was settled when the sheet opened: the answer changes the card below it. */
export function BlockSheet({ member, card, balance, onClose }: BlockSheetProps) {
  const { t } = useTranslation();
  const changed = useMemberChanged(member.member);
  const reference = useReference();
  const [reason, setReason] = useState(REASONS[0]!);
  const { masked } = card;
  const act = card.state === 'blocked' ? 'unblock' : 'block';
  const change = useMutation({
    mutationFn: () =>
      ask(`POST /v1/cards/${card.card}/${act}`, { body: { reference, ...(act === 'block' && { reason }) } }),
    onSuccess: changed,
  });
  const totals = balance?.totals ?? [];
  return (
    <ActSheet
      isOpen
      title={t(`member.${act}.title`, { masked })}
      verb={t(`member.${act}.open`)}
      isDangerous={act === 'block'}
      onClose={onClose}
      act={{ ...change, mutate: () => change.mutate() }}
      {...(change.isSuccess && { done: t(`member.${act}.done`, { masked }) })}
      {...(totals.length > 0 && {
        effect: totals.map(({ unit, available }) => (
          <Notch
            key={unit}
            label={t('member.block.effect')}
            before={act === 'block' ? available : '0'}
            after={act === 'block' ? '0' : available}
            unit={unit}
          />
        )),
      })}
    >
      {act === 'block' && <ReasonSelect reasons={REASONS} value={reason} onChange={setReason} />}
    </ActSheet>
  );
}
