import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SecondPersonNotice } from '../acts/second-person.tsx';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import type { Values } from '../acts/field.ts';
import { instantOf } from '../api/zone.ts';
import { When } from '../acts/shown.tsx';
import { useChoices } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import type { GiftTerms, Program } from './program-types.ts';
import { useWalletWords } from './wallet-words.ts';

const byNumbers = ({ by }: Values): boolean => by === 'numbers';
const silent = () => undefined;

/** What gift cards of a program are sold on, each kind from a moment on. */
export function GiftTermsPart({ program }: { readonly program: Program }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const [isSetting, setSetting] = useState(false);
  const words = useWalletWords(program.currency.code);
  const act = useSetTerms(program);
  return (
    <Stack>
      {may(session, 'settings:write') && (
        <Button w="fit-content" variant="default" onClick={() => setSetting(true)}>
          {t('programs.setTerms')}
        </Button>
      )}
      <ResourceList<GiftTerms>
        path={`/v1/programs/${program.code}/gift-terms`}
        query={{}}
        keyOf={({ code, inForceFrom }) => code + inForceFrom}
        empty={t('programs.noTerms')}
        columns={[
          { head: t('programs.code'), cell: ({ code }) => code },
          { head: t('programs.currency'), cell: ({ currency }) => currency },
          {
            head: t('programs.soldFrom'),
            cell: ({ range, numbers }) => range ?? (numbers && `${numbers.prefix}… (${numbers.length})`) ?? '—',
          },
          { head: t('cards.pin'), cell: ({ pin }) => t(`programs.pins.${pin}`) },
          { head: t('programs.reload'), cell: ({ reload }) => t(reload ? 'act.yes' : 'act.no') },
          { head: t('programs.balanceMax'), isFigure: true, cell: ({ balanceMax }) => balanceMax ?? '—' },
          { head: t('programs.expiry'), cell: ({ expiry }) => words.life(expiry as never) },
          { head: t('giftCards.inForceFrom'), cell: ({ inForceFrom }) => <When at={inForceFrom} /> },
        ]}
      />
      <ActSheet act={isSetting ? act : undefined} onClose={() => setSetting(false)} />
    </Stack>
  );
}

function useSetTerms(program: Program): Act {
  const { t } = useTranslation();
  const ranges = useChoices<{ code: string; type: string }>('/v1/card-ranges', ({ code, type }) => ({
    value: code,
    label: `${code} · ${type}`,
  }));
  return {
    title: t('programs.setTerms'),
    verb: t('programs.setTerms'),
    what: `POST /v1/programs/${program.code}/gift-terms`,
    changes: [`/v1/programs/${program.code}/gift-terms`],
    fields: [
      { name: 'code', label: t('programs.code'), isRequired: true, initial: 'gift', refused: /code/ },
      {
        name: 'currency',
        label: t('programs.currency'),
        isRequired: true,
        initial: program.currency.code,
        refused: /currency|unit/,
      },
      {
        ...{
          name: 'by',
          label: t('programs.soldFrom'),
          kind: 'choice',
          initial: 'range',
          isRequired: true,
          send: silent,
        },
        choices: ['range', 'numbers'].map((value) => ({ value, label: t(`programs.soldBy.${value}`) })),
      },
      {
        name: 'range',
        label: t('cards.range'),
        kind: 'choice',
        isRequired: true,
        choices: ranges.filter(({ label }) => label.endsWith('gift')),
        isShown: (values) => !byNumbers(values),
        refused: /range/,
      },
      {
        name: 'numbers.prefix',
        label: t('cards.prefix'),
        isRequired: true,
        isMono: true,
        isShown: byNumbers,
        refused: /prefix|number/,
      },
      { name: 'numbers.length', label: t('cards.length'), kind: 'number', initial: 16, isShown: byNumbers },
      {
        name: 'pin',
        label: t('cards.pin'),
        kind: 'choice',
        initial: 'none',
        isRequired: true,
        choices: ['none', 'needed'].map((value) => ({ value, label: t(`programs.pins.${value}`) })),
      },
      {
        name: 'partial',
        label: t('programs.partial'),
        kind: 'choice',
        initial: 'by_caller',
        isRequired: true,
        choices: ['by_caller', 'never', 'always'].map((value) => ({ value, label: t(`programs.partials.${value}`) })),
      },
      { name: 'reload', label: t('programs.reload'), kind: 'yes', initial: true },
      { name: 'transfer', label: t('programs.transfer'), kind: 'yes', initial: true },
      { name: 'loadMin', label: t('programs.loadMin') },
      { name: 'loadMax', label: t('programs.loadMax') },
      { name: 'balanceMax', label: t('programs.balanceMax') },
      { name: 'voidHours', label: t('programs.voidHours'), kind: 'number', initial: 24 },
      {
        name: 'years',
        label: t('programs.livesYears'),
        hint: t('programs.livesYearsHint'),
        kind: 'number',
        send: silent,
      },
      { name: 'jurisdiction', label: t('giftCards.jurisdiction') },
      {
        name: 'usFederal',
        label: t('programs.usFederal'),
        kind: 'yes',
        send: silent,
      },
      {
        name: 'inForceFrom',
        label: t('giftCards.inForceFrom'),
        hint: t('cards.fromHint'),
        kind: 'instant',
        send: instantOf,
        refused: /past|date/,
      },
    ],
    body: ({ years, usFederal }, fromFields) => ({
      ...fromFields,
      ...(years ? { expiry: { after: { years: Number(years) } } } : {}),
      ...(usFederal === true ? { checkedAs: 'us_federal' } : {}),
    }),
    effect: () => (
      <>
        {t('programs.termsEffect')}
        <SecondPersonNotice text={t('second.looser')} />
      </>
    ),
  };
}
