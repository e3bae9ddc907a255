import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet } from '../acts/act-sheet.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import type { Program, WalletType } from './program-types.ts';
import { useDefineWallet } from './wallet-form.tsx';
import { useWalletWords } from './wallet-words.ts';

/** The wallets of a program in the order in which they are spent, with their rules in words. */
export function WalletsPart({ program }: { readonly program: Program }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const [isDefining, setDefining] = useState(false);
  const words = useWalletWords(program.currency.code);
  const act = useDefineWallet(program);
  return (
    <Stack>
      {may(session, 'settings:write') && (
        <Button w="fit-content" variant="default" onClick={() => setDefining(true)}>
          {t('programs.defineWallet')}
        </Button>
      )}
      <ResourceList<WalletType>
        path={`/v1/programs/${program.code}/wallet-types`}
        query={{}}
        keyOf={({ code }) => code}
        empty={t('programs.noWallets')}
        columns={[
          { head: t('programs.wallet'), cell: ({ code }) => <Text size="sm">{code}</Text> },
          { head: t('programs.unit'), cell: ({ unit }) => unit },
          { head: t('programs.spendOrder'), isFigure: true, cell: ({ spendOrder }) => spendOrder },
          { head: t('programs.pays'), cell: words.pays },
          { head: t('programs.activation'), cell: ({ activation }) => words.wait(activation) },
          { head: t('programs.expiry'), cell: ({ expiry }) => words.life(expiry) },
          {
            head: t('programs.rules'),
            cell: ({ rules }) => {
              const lines = words.rules(rules);
              return lines.length === 0 ? t('programs.everywhere') : lines.map((line) => <div key={line}>{line}</div>);
            },
          },
        ]}
      />
      <ActSheet act={isDefining ? act : undefined} onClose={() => setDefining(false)} />
    </Stack>
  );
}
