import { Alert, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { draftPreviewSchema } from '../../../contract/screens-drafts.ts';
import { ask } from '../api/ask.ts';
import { Notch } from '../kit/notch.tsx';
import { Section } from '../kit/section.tsx';

type Preview = z.output<typeof draftPreviewSchema>;

/** What a draft, as it was saved, would have given on a receipt that was really there. */
export function ReceiptPreview({ program, draft }: { readonly program: string; readonly draft: string }) {
  const { t, i18n } = useTranslation();
  const [operation, setOperation] = useState('');
  const preview = useMutation({
    mutationFn: () =>
      ask<Preview>(`POST /v1/programs/${program}/rulebook-drafts/${draft}/preview`, {
        body: { operation: operation.trim(), language: i18n.language === 'es' ? 'es' : 'en' },
      }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    preview.mutate();
  };
  return (
    <Stack maw={860}>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t('promotions.receipt')}
            description={t('promotions.receiptHint')}
            placeholder="op_…"
            classNames={{ input: 'mono' }}
            value={operation}
            onChange={(event) => setOperation(event.currentTarget.value)}
            w={360}
          />
          <Button type="submit" disabled={operation.trim() === ''} loading={preview.isPending}>
            {t('promotions.tryReceipt')}
          </Button>
        </Group>
      </form>
      {preview.error && (
        <Alert color="red" role="alert">
          {preview.error.message}
        </Alert>
      )}
      {preview.data && <Shown preview={preview.data} />}
    </Stack>
  );
}

function Shown({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('promotions.pointsThen')}>
        {preview.wallets.length === 0 && <Text size="sm">{t('promotions.noPoints')}</Text>}
        {preview.wallets.map(({ walletType, before, after }) => (
          <Notch key={walletType} label={walletType} before={before} after={after} />
        ))}
      </Section>
      <Section title={t('promotions.fires')}>
        <Table fz="sm">
          <Table.Tbody>
            {preview.fired.map(({ promotion, walletType, points, text }) => (
              <Table.Tr key={promotion + walletType}>
                <Table.Td fw={500}>{promotion}</Table.Td>
                <Table.Td>{text}</Table.Td>
                <Table.Td className="figure">
                  {points} {walletType}
                </Table.Td>
              </Table.Tr>
            ))}
            {preview.notFired.map(({ promotion, text }) => (
              <Table.Tr key={promotion}>
                <Table.Td c="dimmed">{promotion}</Table.Td>
                <Table.Td c="dimmed">{text}</Table.Td>
                <Table.Td />
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
    </>
  );
}
