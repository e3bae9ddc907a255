import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AloneNotice, isWaiting, WaitsForSecond } from '../../acts/second-person.tsx';
import { ask } from '../../api/ask.ts';
import { useWalletWord } from '../../api/wallet-word.ts';
import { ActSheet } from '../../kit/act-sheet.tsx';
import { Notch } from '../../kit/notch.tsx';
import { useMemberChanged, type Member, type Wallet } from '../member-data.ts';
import { ReasonSelect } from './reason-select.tsx';
import { useReference } from './use-reference.ts';

const REASONS = ['fraud', 'review', 'complaint', 'member_request', 'correction', 'other'];

type WalletStateSheetProps = { readonly member: Member; readonly wallet: Wallet; readonly onClose: () => void };

/** Freezes a wallet, or opens one that is frozen: the same sheet, since each is the other's undo. */
export function WalletStateSheet({ member, wallet, onClose }: WalletStateSheetProps) {
  const { t } = useTranslation();
  const changed = useMemberChanged(member.member);
  const reference = useReference();
  const [reason, setReason] = useState(REASONS[0]!);
  const { walletType, program, available, unit } = wallet;
  const named = { walletType: useWalletWord()(walletType, undefined, program) };
  const act = wallet.state === 'frozen' ? 'thaw' : 'freeze';
  const change = useMutation({
    mutationFn: () =>
      ask(act === 'thaw' ? 'POST /v1/wallets/open' : 'POST /v1/wallets/freeze', {
        body: { reference, program, reason, member: { member: member.member }, walletType },
      }),
    onSuccess: changed,
  });
  return (
    <ActSheet
      isOpen
      title={t(`member.${act}.title`, named)}
      verb={t(`member.${act}.open`)}
      isDangerous={act === 'freeze'}
      onClose={onClose}
      act={{ ...change, mutate: () => change.mutate() }}
      {...(change.isSuccess && {
        done: isWaiting(change.data) ? (
          <WaitsForSecond approval={change.data.approval} />
        ) : (
          t(`member.${act}.done`, named)
        ),
      })}
      effect={
        <>
          <Notch
            label={t('member.freeze.effect')}
            before={act === 'thaw' ? '0' : available}
            after={act === 'thaw' ? available : '0'}
            unit={unit}
          />
          {act === 'thaw' && <AloneNotice kind="points.release" unit={unit} amount={wallet.booked} />}
        </>
      }
    >
      <ReasonSelect reasons={REASONS} value={reason} onChange={setReason} />
    </ActSheet>
  );
}
