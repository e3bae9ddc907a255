import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import { asText } from '../acts/field.ts';
import { addDecimals, isDecimal, plainDecimal } from '../kit/decimal.ts';
import { Notch } from '../kit/notch.tsx';
import type { Contract } from './funding-types.ts';
import { sumOf } from './terms.tsx';

/** Topping a prepaid contract up: another block, bought once by the partner's invoice, with what is left before and after. */
export function useBuyBlock(program: string, contract: Contract): Act<Contract> {
  const { t } = useTranslation();
  const at = `/v1/programs/${program}/funding-contracts` as const;
  const left = sumOf(contract.blocks)?.left ?? '0';
  return {
    title: t('funding.buy'),
    verb: t('funding.buy'),
    what: `POST ${at}/${contract.code}/blocks`,
    changes: [at],
    fields: [
      {
        ...{ name: 'reference', label: t('funding.reference'), hint: t('funding.referenceHint'), isRequired: true },
        refused: /reference_reused/,
      },
      {
        ...{ name: 'points', label: t('funding.blockPoints', { unit: contract.unit }), isRequired: true },
        ...{ send: (value: unknown) => plainDecimal(asText(value)), told: /^points/ },
      },
      { name: 'firstOn', label: t('funding.firstOn'), kind: 'day', isRequired: true, told: /^firstOn/ },
      { name: 'lastOn', label: t('funding.lastOn'), kind: 'day', hint: t('funding.lastHint'), told: /^lastOn/ },
      { name: 'isReserve', label: t('funding.isReserve'), hint: t('funding.reserveHint'), kind: 'yes' },
    ],
    body: (_values, fromFields) => ({ ...fromFields, isReserve: fromFields['isReserve'] === true }),
    effect: ({ points }) => {
      const more = plainDecimal(asText(points));
      return createElement(Notch, {
        label: t('funding.left'),
        before: left,
        after: isDecimal(more) ? addDecimals(left, more) : left,
        unit: contract.unit,
      });
    },
  };
}
