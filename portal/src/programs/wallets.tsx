import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { ResourceList } from '../list/resource-list.tsx';
import type { Program, WalletType } from './program-types.ts';
import { asText } from '../acts/field.ts';
import { useDefineWallet, useWalletNameFields } from './wallet-form.tsx';
import { useWalletWords } from './wallet-words.ts';

/** The wallets of a program in the order in which they are spent, with their rules in words. */
export function WalletsPart({ program }: { readonly program: Program }) {
  const { t, i18n } = useTranslation();
  const walletWord = useWalletWord();
  const session = useOwnSession();
  const [isDefining, setDefining] = useState(false);
  const [naming, setNaming] = useState<WalletType>();
  const [en, es] = useWalletNameFields();
  const words = useWalletWords(program.currency.code);
  const act = useDefineWallet(program);
  const mayName = may(session, 'settings:write');
  const nameAct = ({ code, name = {} }: WalletType): Act => ({
    title: `${t('programs.nameWallet')} ${code}`,
    verb: t('programs.nameWallet'),
    what: `PUT /v1/programs/${program.code}/wallet-types/${code}/name`,
    changes: [`/v1/programs/${program.code}/wallet-types`],
    fields: [
      { ...en, initial: name.en ?? '' },
      { ...es, initial: name.es ?? '' },
    ],
    effect: (typed) => {
      const said = (one: unknown, other: unknown): string => asText(one).trim() || asText(other).trim() || code;
      return t('programs.nameWalletEffect', { en: said(typed.en, typed.es), es: said(typed.es, typed.en) });
    },
  });
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
          {
            head: t('programs.wallet'),
            cell: ({ code, name = {} }) => (
              <>
                <Text size="sm">
                  {name[i18n.language === 'es' ? 'es' : 'en'] ?? name.en ?? name.es ?? walletWord(code)}
                </Text>
                <Text size="xs" c="dimmed" className="mono">
                  {code}
                </Text>
              </>
            ),
          },
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
          {
            head: t('giftCards.do'),
            cell: (wallet) =>
              mayName && (
                <Button size="compact-xs" variant="default" onClick={() => setNaming(wallet)}>
                  {t('programs.nameWallet')}
                </Button>
              ),
          },
        ]}
      />
      <ActSheet act={isDefining ? act : undefined} onClose={() => setDefining(false)} />
      <ActSheet act={naming && nameAct(naming)} onClose={() => setNaming(undefined)} />
    </Stack>
  );
}
