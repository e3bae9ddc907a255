import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Figures } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { ask } from '../api/ask.ts';
import { Quantity } from '../kit/quantity.tsx';
import type { Balance } from './processor-types.ts';

const STEPS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const;

/** Asks the processor of one card for its balance, now; shows what it said last, with its age, where it keeps silent. */
export function TestCall() {
  const { t } = useTranslation();
  const [card, setCard] = useState('');
  const enquiry = useMutation({
    mutationFn: () => ask<Balance>('POST /v1/processor-balances', { body: { card: card.trim() } }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enquiry.mutate();
  };
  const told = enquiry.data;
  const ageOf = (seconds: number): string => {
    const [name, length] = STEPS.find(([, step]) => seconds >= step) ?? (['seconds', 1] as const);
    return t(`processors.ages.${name}`, { n: Math.floor(seconds / length) });
  };
  return (
    <Stack maw={620}>
      <Text size="sm" c="dimmed">
        {t('processors.testWhy')}
      </Text>
      <form onSubmit={submit}>
        <Group align="flex-start">
          <TextInput
            label={t('processors.card')}
            value={card}
            onChange={(event) => setCard(event.currentTarget.value)}
            error={enquiry.error?.message}
            classNames={{ input: 'mono' }}
            autoComplete="off"
            inputMode="numeric"
            w={280}
          />
          <Button type="submit" mt={22} disabled={card.trim() === ''} loading={enquiry.isPending}>
            {t('processors.ask')}
          </Button>
        </Group>
      </form>
      {told && (
        <div role="status">
          <Figures
            figures={[
              {
                label: `${t('processors.balance')} · ${told.masked}`,
                value: <Quantity value={told.balance} unit={told.unit} />,
              },
              { label: t('processors.asOf'), value: <When at={told.asOf} /> },
              { label: t('processors.age'), value: ageOf(told.ageSeconds) },
            ]}
          />
          <Alert mt="sm" color={told.fresh ? 'green' : 'yellow'}>
            {t(told.fresh ? 'processors.fresh' : 'processors.notFresh')} {told.reason}
          </Alert>
        </div>
      )}
    </Stack>
  );
}
