import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import { asText, type Field } from '../acts/field.ts';
import { byCode, useChoices } from '../acts/use-thing.ts';
import { Refused } from '../api/ask.ts';
import type { Processor } from './processor-types.ts';

/** What a new processor's settings begin as: a service that tells balances and transactions in JSON. */
const EXAMPLE = {
  url: 'https://processor.example.com/api',
  format: 'json',
  balance: { method: 'POST', path: '/balance', body: { card: '{card}' }, fields: { balance: 'balance' } },
  transactions: {
    ...{ method: 'POST', path: '/transactions', body: { card: '{card}', from: '{from}' }, items: 'items' },
    fields: { id: 'id', amount: 'amount', at: 'at' },
  },
};

/** A service and its limits as the form sends them; the whole of it, every time. */
export function useProcessorForm(processor: Processor | undefined): Act<Processor> {
  const { t } = useTranslation();
  const units = useChoices('/v1/units', byCode);
  const read = (name: string, label: string, value: unknown): unknown => {
    const text = asText(value).trim();
    if (text === '') return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      // Refused here, since a server that is sent a text instead could only say that it is none.
      throw new Refused({
        ...{ status: 400, code: 'http.input.invalid', title: label },
        errors: [{ path: `body.${name}`, message: t('processors.notJson', { why: (error as Error).message }) }],
      });
    }
  };
  const fields: readonly Field[] = [
    ...(processor
      ? []
      : [{ name: 'code', label: t('processors.code'), hint: t('processors.codeHint'), isRequired: true }]),
    {
      ...{ name: 'unit', label: t('processors.unit'), kind: 'choice', isRequired: true, choices: units },
      ...{ initial: processor?.unit ?? '', refused: /unit/ },
    },
    {
      ...{ name: 'service', label: t('processors.service'), hint: t('processors.serviceHint'), kind: 'long' },
      ...{ isRequired: true, isMono: true, initial: JSON.stringify(processor?.service ?? EXAMPLE, null, 2) },
      refused: /service|url|inside|address|call|path/,
    },
    {
      ...{ name: 'secretHeaders', label: t('processors.secretHeaders'), hint: t('processors.secretHint') },
      ...{ kind: 'long', isMono: true, refused: /header/ },
    },
    { name: 'perMinute', label: t('processors.perMinute'), kind: 'number', initial: processor?.perMinute ?? 600 },
    { name: 'pollHours', label: t('processors.pollHours'), kind: 'number', initial: processor?.pollHours ?? 24 },
    { name: 'timeoutMs', label: t('processors.timeoutMs'), kind: 'number', initial: processor?.timeoutMs ?? 5_000 },
  ];
  return {
    title: t(processor ? 'processors.change' : 'processors.add'),
    verb: t('processors.save'),
    what: 'PUT /v1/processors',
    changes: ['/v1/processors'],
    fields,
    body: (_values, fromFields) => ({ ...fromFields, state: processor?.state ?? 'active' }),
    by: async ({ code, ...body } = {}) => {
      const { ask } = await import('../api/ask.ts');
      const service = read('service', t('processors.service'), body.service);
      const secretHeaders = read('secretHeaders', t('processors.secretHeaders'), body.secretHeaders);
      return ask<Processor>(`PUT /v1/processors/${encodeURIComponent(processor?.code ?? asText(code))}`, {
        body: { ...body, service, ...(secretHeaders === undefined ? {} : { secretHeaders }) },
      });
    },
  };
}

/** Pausing or resuming: the settings as they are, with another state. */
export function useProcessorState(processor: Processor | undefined): Act | undefined {
  const { t } = useTranslation();
  if (!processor) return undefined;
  const verb = processor.state === 'active' ? 'pause' : 'resume';
  const { unit, service, perMinute, pollHours, timeoutMs } = processor;
  return {
    title: t(`processors.${verb}`),
    verb: t(`processors.${verb}`),
    what: `PUT /v1/processors/${processor.code}`,
    isDangerous: verb === 'pause',
    changes: ['/v1/processors'],
    body: () => ({
      ...{ unit, service, perMinute, pollHours, timeoutMs },
      state: verb === 'pause' ? 'paused' : 'active',
    }),
    effect: () => t(`processors.${verb}Effect`),
  };
}
