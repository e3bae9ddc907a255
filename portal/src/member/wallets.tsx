import { Badge, Button, Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { Scrolled } from '../kit/scrolled.tsx';
import { useTranslation } from 'react-i18next';
import { may, useOwnSession } from '../api/session.ts';
import { useOutlet } from '../api/outlets.ts';
import { useProgramName } from '../api/names.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { isZero } from '../kit/decimal.ts';
import { LastDay } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { WalletStateSheet } from './acts/wallet-state-sheet.tsx';
import type { Balance, Member, Wallet } from './member-data.ts';

type WalletsProps = { readonly member: Member; readonly balance: Balance | undefined };

const FIGURES = ['available', 'pending', 'held', 'frozen', 'owed'] as const;
type Figure = (typeof FIGURES)[number];

/** What is zero everywhere says nothing, and takes the place of what does: only what can be spent always stands there. */
const figuresOf = (wallets: readonly Wallet[]): readonly Figure[] =>
  FIGURES.filter((name) => name === 'available' || wallets.some((wallet) => !isZero(wallet[name])));

/** Each wallet with all that it comes to; freezing one stands beside it. */
export function Wallets({ member, balance }: WalletsProps) {
  const { t } = useTranslation();
  const mayFreeze = may(useOwnSession(), 'points:adjust');
  const [chosen, setChosen] = useState<Wallet>();
  return (
    <Section title={t('member.wallets')}>
      {!balance && <Skeleton h={90} />}
      {balance?.wallets.length === 0 && <Text c="dimmed">{t('member.noWallets')}</Text>}
      {balance && balance.wallets.length > 0 && (
        <Scrolled label={t('member.wallets')}>
          <Table horizontalSpacing="xs" className="stacks" aria-label={t('member.wallets')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('member.wallet')}</Table.Th>
                {figuresOf(balance.wallets).map((name) => (
                  <Table.Th key={name} className="figure">
                    {t(`member.${name}`)}
                  </Table.Th>
                ))}
                <Table.Th className="figure">{t('member.expiresNext')}</Table.Th>
                {mayFreeze && (
                  <Table.Th>
                    <VisuallyHidden>{t('member.acts')}</VisuallyHidden>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {balance.wallets.map((wallet) => (
                <Line
                  key={`${wallet.program} ${wallet.walletType}`}
                  wallet={wallet}
                  figures={figuresOf(balance.wallets)}
                  {...(mayFreeze && { onChoose: () => setChosen(wallet) })}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Scrolled>
      )}
      {chosen && <WalletStateSheet member={member} wallet={chosen} onClose={() => setChosen(undefined)} />}
    </Section>
  );
}

type LineProps = { readonly wallet: Wallet; readonly figures: readonly Figure[]; readonly onChoose?: () => void };

function Line({ wallet, figures, onChoose }: LineProps) {
  const { t } = useTranslation();
  const { zone } = useOutlet()(undefined);
  const walletWord = useWalletWord();
  const programName = useProgramName();
  return (
    <Table.Tr>
      <Table.Td>
        {walletWord(wallet.walletType, undefined, wallet.program)}{' '}
        {wallet.state !== 'open' && <Badge color="yellow">{t(`member.walletState.${wallet.state}`)}</Badge>}
        <Text c="dimmed" fz="xs">
          {programName(wallet.program)}
        </Text>
      </Table.Td>
      {figures.map((name) => (
        <Table.Td key={name} className="figure" data-head={t(`member.${name}`)}>
          <Quantity value={wallet[name]} unit={name === 'available' ? wallet.unit : undefined} />
        </Table.Td>
      ))}
      <Table.Td className="figure" data-head={t('member.expiresNext')}>
        {wallet.expiresNext ? (
          <>
            <Quantity value={wallet.expiresNext.points} />
            <Text c="dimmed" fz="xs">
              <LastDay end={wallet.expiresNext.at} zone={zone} />
            </Text>
          </>
        ) : (
          '—'
        )}
      </Table.Td>
      {onChoose && (
        <Table.Td className="figure">
          <Button size="compact-xs" variant="default" onClick={onChoose} disabled={wallet.state === 'closed'}>
            {t(wallet.state === 'frozen' ? 'member.thaw.open' : 'member.freeze.open')}
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
