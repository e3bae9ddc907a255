import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import i18next from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { daysOf } from './period.ts';
import { useToday } from './use-filter.ts';

/** Orders a file of the audit log and the operations of a period together: of all that was done, or of what is filtered. */
export function OrderTrail({ filter = {} }: { readonly filter?: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const month = daysOf('month', useToday());
  const [isOpen, setOpen] = useState(false);
  if (!may(session, 'journal:read') || !may(session, 'audit:read')) return null;
  const act: Act = {
    title: t('transactions.trail.title'),
    verb: t('transactions.trail.verb'),
    what: 'POST /v1/reports/trails',
    isNamed: true,
    changes: ['/v1/reports/exports'],
    fields: [
      {
        name: 'from',
        label: t('transactions.from'),
        kind: 'day',
        isRequired: true,
        initial: textOf(filter['from']) ?? month.from,
      },
      {
        name: 'to',
        label: t('transactions.to'),
        kind: 'day',
        isRequired: true,
        initial: textOf(filter['to']) ?? month.to,
        refused: /period/,
      },
      {
        name: 'format',
        label: t('transactions.trail.format'),
        kind: 'choice',
        isRequired: true,
        initial: 'xlsx',
        choices: (['xlsx', 'csv'] as const).map((value) => ({ value, label: value.toUpperCase() })),
      },
    ],
    body: (_values, typed) => ({ ...filter, ...typed, language: i18next.language.startsWith('es') ? 'es' : 'en' }),
    effect: () => <Text fz="sm">{t('transactions.trail.why')}</Text>,
    answer: (_answer, close) => <Ordered onClose={close} />,
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('transactions.trail.order')}
      </Button>
      <ActSheet act={isOpen ? act : undefined} onClose={() => setOpen(false)} />
    </>
  );
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function Ordered({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="green" role="status">
        {t('transactions.trail.ordered')}
      </Alert>
      <Group justify="space-between">
        <Anchor renderRoot={(props) => <Link to="/operations/files" {...props} />}>
          {t('transactions.trail.toFiles')}
        </Anchor>
        <Button onClick={onClose}>{t('kit.close')}</Button>
      </Group>
    </Stack>
  );
}
