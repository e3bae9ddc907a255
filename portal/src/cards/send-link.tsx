import { Alert, Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';

const LANGUAGES = ['en', 'es'] as const;
const WAYS = ['phone', 'email'] as const;

/** Sending the link of one card by SMS or e-mail; `serial` where it is known which. */
export function useSendLink(batch: string, serial?: number): Act {
  const { t, i18n } = useTranslation();
  return {
    title: t('handOut.sendLink'),
    verb: t('handOut.sendLink'),
    what: `POST /v1/card-batches/${batch}/links/send`,
    isNamed: true,
    changes: ['/v1/messages'],
    fields: [
      ...(serial === undefined
        ? [
            {
              ...({ name: 'serial', label: t('handOut.serial'), kind: 'number', isRequired: true } as const),
              refused: /card\.unknown|link\./,
            },
          ]
        : []),
      {
        ...({ name: 'way', label: t('handOut.way'), kind: 'choice', isRequired: true, initial: 'phone' } as const),
        choices: WAYS.map((value) => ({ value, label: t(`handOut.ways.${value}`) })),
      },
      {
        ...{ name: 'phone', label: t('handOut.toPhone'), isRequired: true, refused: /phone/ },
        isShown: ({ way }) => way === 'phone',
      },
      {
        ...{ name: 'email', label: t('handOut.toEmail'), isRequired: true, refused: /email/ },
        isShown: ({ way }) => way === 'email',
      },
      {
        ...({ name: 'language', label: t('handOut.language'), kind: 'choice', isRequired: true } as const),
        initial: i18n.language === 'es' ? 'es' : 'en',
        choices: LANGUAGES.map((value) => ({ value, label: t(`handOut.languages.${value}`) })),
      },
    ],
    body: (_values, { way, phone, email, ...told }) => ({
      ...told,
      ...(serial !== undefined && { serial }),
      to: way === 'email' ? { email } : { phone },
    }),
    answer: (_answer, close) => (
      <Stack>
        <Alert color="green" variant="light" role="status">
          {t('handOut.linkSent')}
        </Alert>
        <Button onClick={close}>{t('act.done')}</Button>
      </Stack>
    ),
  };
}
