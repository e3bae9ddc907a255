import { asText } from '../acts/field.ts';
import { Alert, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { Field, Values } from '../acts/field.ts';
import { byCode, useChoices } from '../acts/use-thing.ts';
import { CARD_TYPES } from './card-types.ts';
import { exampleNumber, grouped } from './example-number.ts';
import { countText } from '../kit/count.ts';

const hasPin = ({ 'pin.kind': kind }: Values): boolean => kind !== '';
const is =
  (...types: readonly string[]) =>
  ({ type }: Values): boolean =>
    types.includes(String(type));

/** The fields of a new range. */
export function useRangeFields(t: TFunction): readonly Field[] {
  const units = useChoices('/v1/units', byCode);
  const programs = useChoices('/v1/programs', byCode);
  return [
    { name: 'code', label: t('cards.code'), hint: t('cards.codeHint'), isRequired: true, refused: /code|exists|taken/ },
    {
      name: 'type',
      label: t('cards.type'),
      kind: 'choice',
      isRequired: true,
      initial: 'bonus',
      choices: CARD_TYPES.map((value) => ({ value, label: t(`cards.types.${value}`) })),
    },
    { name: 'program', label: t('cards.program'), kind: 'choice', choices: programs },
    { name: 'prefix', label: t('cards.prefix'), isRequired: true, isMono: true, refused: /prefix|overlap/ },
    {
      name: 'length',
      label: t('cards.length'),
      kind: 'number',
      isRequired: true,
      initial: 13,
      refused: /length|exhaust/,
    },
    {
      name: 'charset',
      label: t('cards.charset'),
      kind: 'choice',
      initial: 'digits',
      isRequired: true,
      choices: ['digits', 'alphanumeric'].map((value) => ({ value, label: t(`cards.charsets.${value}`) })),
    },
    {
      name: 'checkDigit',
      label: t('cards.checkDigit'),
      kind: 'choice',
      initial: 'luhn',
      isRequired: true,
      refused: /check/,
      choices: ['none', 'luhn', 'ean13'].map((value) => ({ value, label: t(`cards.checks.${value}`) })),
    },
    {
      name: 'pin.kind',
      label: t('cards.pin'),
      kind: 'choice',
      choices: ['pin', 'scratch'].map((value) => ({ value, label: t(`cards.pins.${value}`) })),
    },
    { name: 'pin.length', label: t('cards.pinLength'), kind: 'number', initial: 4, isShown: hasPin },
    { name: 'pin.isRequired', label: t('cards.pinRequired'), kind: 'yes', isShown: hasPin },
    { name: 'unit', label: t('cards.unit'), kind: 'choice', choices: units, isShown: is('gift'), isRequired: true },
    { name: 'face', label: t('cards.face'), hint: t('cards.faceHint'), isShown: is('gift') },
    { name: 'priceList', label: t('cards.priceList'), isShown: is('discount', 'multi') },
    {
      name: 'sharing',
      label: t('cards.sharing'),
      kind: 'choice',
      isShown: is('bonus', 'multi'),
      choices: ['unlimited', 'owner_only'].map((value) => ({ value, label: t(`cards.sharings.${value}`) })),
    },
    { name: 'limits.usesPerDay', label: t('cards.usesPerDay'), kind: 'number' },
    { name: 'limits.spendPerDay', label: t('cards.spendPerDay'), isShown: is('bonus', 'multi') },
    { name: 'processor', label: t('cards.processor'), hint: t('cards.processorHint'), isShown: is('gift') },
  ];
}

/** A number of the range as it would be printed, while its fields are typed. */
export function NumberPreview({ values, t }: { readonly values: Values; readonly t: TFunction }) {
  const example = exampleNumber({
    prefix: asText(values.prefix ?? '').trim(),
    length: Number(values.length),
    charset: String(values.charset),
    checkDigit: String(values.checkDigit),
  });
  if (!example || values.prefix === '')
    return (
      <Text size="sm" c="dimmed">
        {t('cards.noNumber')}
      </Text>
    );
  return (
    <Alert color="green" variant="light" title={t('cards.example')}>
      <Text className="mono" size="xl" data-testid="number-preview">
        {grouped(example.number)}
      </Text>
      <Text size="sm">{t('cards.capacityOf', { count: undefined, n: countText(example.capacity) })}</Text>
    </Alert>
  );
}
