import { asText } from '../acts/field.ts';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import type { Field, Values } from '../acts/field.ts';
import { byCode, useChoices } from '../acts/use-thing.ts';
import type { Program, Unit } from './program-types.ts';

const SPANS = ['days', 'months', 'years'] as const;
const MINUTES = 60;
const spanOf = (count: unknown, unit: unknown): Record<string, number> => ({ [String(unit)]: Number(count) });
const minuteOf = (value: unknown): number | undefined => {
  const match = /^(\d{1,2}):(\d{2})$/.exec(asText(value ?? '').trim());
  return match ? Number(match[1]) * MINUTES + Number(match[2]) : undefined;
};

/** What a wallet is called, in both languages. */
export function useWalletNameFields(): readonly [Field, Field] {
  const { t } = useTranslation();
  return [
    { name: 'en', label: t('programs.walletNameEn'), hint: t('programs.walletNameHint'), refused: /name/ },
    { name: 'es', label: t('programs.walletNameEs') },
  ];
}

/** Defining a wallet: what it counts, what it pays, how long its points wait and live, and where it may pay. */
export function useDefineWallet(program: Program): Act {
  const { t } = useTranslation();
  const units = useChoices<Unit>('/v1/units', byCode);
  const fields = useWalletFields(units, program.currency.code);
  return {
    title: t('programs.defineWallet'),
    verb: t('programs.defineWallet'),
    what: `POST /v1/programs/${program.code}/wallet-types`,
    changes: [`/v1/programs/${program.code}/wallet-types`],
    fields,
    body: (values, { rules, ...rest }) => ({
      ...rest,
      activation: values.waits
        ? values.waitUnit === 'hours'
          ? { hours: Number(values.waits) }
          : spanOf(values.waits, values.waitUnit)
        : 'none',
      expiry: expiryOf(values),
      rules: rules ?? {},
    }),
    effect: ({ 'pays.points': points, 'pays.money': money, unit }) => (
      <Text size="sm">
        {t('programs.walletEffect', {
          points: asText(points || '…'),
          unit: asText(unit || '…'),
          money: asText(money || '…'),
          currency: program.currency.code,
        })}
      </Text>
    ),
  };
}

function expiryOf({ ends, lives, liveUnit, roundTo, fixedOn }: Values): unknown {
  if (ends === 'fixedOn') return { fixedOn };
  if (ends !== 'after' && ends !== 'idle') return 'never';
  return { [ends]: spanOf(lives, liveUnit), ...(roundTo ? { roundTo } : {}) };
}

const LISTS = [
  ...['categories', 'exceptCategories', 'brands', 'exceptBrands', 'labels', 'exceptLabels'],
  ...['partners', 'exceptPartners', 'outlets', 'exceptOutlets', 'outletGroups', 'exceptOutletGroups'],
  ...['channels', 'exceptChannels'],
];

function useWalletFields(units: Field['choices'], currency: string): readonly Field[] {
  const { t } = useTranslation();
  const names = useWalletNameFields();
  const isAfter = ({ ends }: Values): boolean => ends === 'after' || ends === 'idle';
  const silent = () => undefined;
  const choices = (names: readonly string[], words: string) =>
    names.map((value) => ({ value, label: t(`${words}.${value}`) }));
  const rule = (name: string): Field => ({
    name: `rules.${name}`,
    label: t(`programs.ruleNames.${name}`),
    kind: 'tags',
  });
  return [
    { name: 'code', label: t('programs.code'), isRequired: true, refused: /code|taken|exists/ },
    ...names.map((field) => ({ ...field, name: `name.${field.name}` })),
    { name: 'unit', label: t('programs.unit'), kind: 'choice', choices: units, isRequired: true, refused: /unit/ },
    { name: 'pays.points', label: t('programs.paysPoints'), isRequired: true, initial: '1', refused: /pays|points/ },
    {
      name: 'pays.money',
      label: t('programs.paysMoney', { currency }),
      isRequired: true,
      initial: '0.01',
      refused: /money/,
    },
    {
      name: 'spendOrder',
      label: t('programs.spendOrder'),
      hint: t('programs.spendOrderHint'),
      kind: 'number',
      initial: 100,
    },
    {
      name: 'waits',
      label: t('programs.activation'),
      hint: t('programs.activationHint'),
      kind: 'number',
      send: silent,
    },
    {
      ...{ name: 'waitUnit', label: t('programs.in'), kind: 'choice', initial: 'days', isRequired: true, send: silent },
      choices: choices(['hours', ...SPANS], 'programs.spanNames'),
      isShown: ({ waits }) => Boolean(waits),
    },
    {
      ...{
        name: 'ends',
        label: t('programs.expiry'),
        kind: 'choice',
        initial: 'never',
        isRequired: true,
        send: silent,
      },
      choices: choices(['never', 'after', 'idle', 'fixedOn'], 'programs.endings'),
    },
    { name: 'lives', label: t('programs.lives'), kind: 'number', initial: 12, isShown: isAfter, send: silent },
    {
      ...{
        name: 'liveUnit',
        label: t('programs.in'),
        kind: 'choice',
        initial: 'months',
        isShown: isAfter,
        send: silent,
      },
      choices: choices(SPANS, 'programs.spanNames'),
      isRequired: true,
    },
    {
      ...{ name: 'roundTo', label: t('programs.roundTo'), kind: 'choice', isShown: isAfter, send: silent },
      choices: choices(['day', 'month', 'quarter', 'half_year', 'year'], 'programs.rounds'),
    },
    {
      name: 'fixedOn',
      label: t('programs.fixedOn'),
      kind: 'day',
      isShown: ({ ends }) => ends === 'fixedOn',
      send: silent,
    },
    ...LISTS.map(rule),
    {
      name: 'rules.weekdays',
      label: t('programs.ruleNames.weekdays'),
      kind: 'choices',
      choices: ['1', '2', '3', '4', '5', '6', '7'].map((value) => ({ value, label: t(`programs.weekdays.${value}`) })),
      send: (days) => (days as readonly string[]).map(Number),
    },
    { name: 'rules.fromMinute', label: t('programs.ruleNames.from'), hint: '08:00', send: minuteOf },
    { name: 'rules.toMinute', label: t('programs.ruleNames.to'), hint: '22:00', send: minuteOf },
    { name: 'rules.sharePercentMax', label: t('programs.ruleNames.sharePercentMax'), kind: 'number' },
    { name: 'rules.cashMinimum', label: t('programs.ruleNames.cashMinimum') },
    { name: 'rules.perReceiptMax', label: t('programs.ruleNames.perReceiptMax') },
    { name: 'rules.perDayMax', label: t('programs.ruleNames.perDayMax') },
    { name: 'rules.perDayMoneyMax', label: t('programs.ruleNames.perDayMoneyMax') },
  ];
}
