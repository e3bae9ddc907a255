import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import { asText, type Field } from '../acts/field.ts';
import { byCode, useChoices } from '../acts/use-thing.ts';
import { plainDecimal } from '../kit/decimal.ts';
import type { Program, Unit } from '../programs/program-types.ts';
import type { Contract } from './funding-types.ts';

const TERMS = ['prepaid', 'postpaid', 'own'] as const;
const LIMIT_PERIODS = ['month', 'quarter', 'year', 'ever'] as const;
const WHEN_EMPTY = ['no_points', 'refuse_sale'] as const;
const decimal = (value: unknown): string => plainDecimal(asText(value));

/** Making a contract: who pays, on which terms, at which price. It never changes afterwards, and the sheet says so. */
export function useAddContract(program: Program, onDone: (contract: Contract) => void): Act<Contract> {
  const { t } = useTranslation();
  const partners = useChoices('/v1/partners', byCode);
  const units = useChoices<Unit>('/v1/units', byCode);
  const currency = program.currency.code;
  const isPrepaid = ({ terms }: Readonly<Record<string, unknown>>): boolean => terms === 'prepaid';
  const fields: readonly Field[] = [
    {
      ...{ name: 'code', label: t('funding.code'), hint: t('cards.codeHint'), isRequired: true, isMono: true },
      refused: /code_taken/,
    },
    {
      ...{ name: 'partner', label: t('funding.partner'), hint: t('funding.partnerHint'), kind: 'choice' },
      ...{ choices: partners, told: /^partner/ },
    },
    {
      ...{ name: 'terms', label: t('funding.terms'), kind: 'choice', isRequired: true, initial: 'prepaid' },
      choices: TERMS.map((value) => ({ value, label: t(`funding.termNames.${value}`) })),
      told: /^terms/,
    },
    {
      ...{ name: 'unit', label: t('funding.unit'), kind: 'choice', isRequired: true, told: /^unit/ },
      choices: units.filter(({ value }) => value !== currency),
    },
    {
      ...{ name: 'price.points', label: t('funding.pricePoints'), initial: '100', isRequired: true },
      ...{ send: decimal, told: /^price/ },
    },
    {
      ...{ name: 'price.money', label: t('funding.priceMoney', { currency }), isRequired: true },
      send: decimal,
    },
    {
      ...{ name: 'rate.points', label: t('funding.ratePoints'), hint: t('funding.rateHint') },
      ...{ isShown: isPrepaid, send: decimal, told: /^rate/ },
    },
    { name: 'rate.block', label: t('funding.rateBlock'), isShown: isPrepaid, send: decimal },
    {
      ...{ name: 'limit.points', label: t('funding.limitPoints'), hint: t('funding.limitHint') },
      ...{ isShown: (values) => !isPrepaid(values), send: decimal, told: /^limit/ },
    },
    {
      ...{ name: 'limit.per', label: t('funding.limitPer'), kind: 'choice', initial: 'year', isRequired: true },
      choices: LIMIT_PERIODS.map((value) => ({ value, label: t(`funding.limitPeriods.${value}`) })),
      isShown: (values) => !isPrepaid(values) && asText(values['limit.points']) !== '',
    },
    {
      ...{ name: 'whenEmpty', label: t('funding.whenEmpty'), kind: 'choice', initial: 'no_points', isRequired: true },
      choices: WHEN_EMPTY.map((value) => ({ value, label: t(`funding.whenEmptyIs.${value}`) })),
    },
    { name: 'firstOn', label: t('funding.firstOn'), kind: 'day', isRequired: true, told: /^firstOn/ },
    { name: 'lastOn', label: t('funding.lastOn'), kind: 'day', hint: t('funding.lastHint'), told: /^lastOn/ },
  ];
  return {
    title: t('funding.add'),
    verb: t('funding.add'),
    what: `POST /v1/programs/${program.code}/funding-contracts`,
    changes: [`/v1/programs/${program.code}/funding-contracts`],
    fields,
    effect: ({ terms, partner, 'price.points': points, 'price.money': money, unit }) => [
      createElement('div', { key: 'means' }, t(`funding.means.${asText(terms) || 'own'}`)),
      createElement(
        'div',
        { key: 'price' },
        t(partner === '' ? 'funding.priceOwn' : 'funding.pricePaid', {
          partner: asText(partner),
          points: asText(points) || '…',
          unit: asText(unit) || '…',
          money: asText(money) || '…',
          currency,
        }),
      ),
      createElement('div', { key: 'fixed' }, t('funding.neverChanges')),
    ],
    onDone,
  };
}
