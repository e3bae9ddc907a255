import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head } from '../acts/record.tsx';
import { ask, Refused } from '../api/ask.ts';
import { may, useSession } from '../api/session.ts';
import { GiftArea } from './area.tsx';
import { useActivate } from './gift-acts.tsx';
import { TillPlacePicker, useAskedPlace, useTillPlace } from './till-place.tsx';

/** Finding a gift card by its number, which never stands in an address, and activating a new one. */
export function DeskPage() {
  const { t } = useTranslation();
  const go = useGo();
  const { data: session } = useSession();
  const [place] = useTillPlace();
  const askedAt = useAskedPlace();
  const [number, setNumber] = useState('');
  const [pin, setPin] = useState('');
  const [isActivating, setActivating] = useState(false);
  const activate = useActivate(place, number);
  const find = useMutation({
    mutationFn: () => {
      const card = { number: number.trim(), ...(pin.trim() ? { pin: pin.trim() } : {}) };
      return ask<{ card: string }>('POST /v1/gift-cards/balance', { body: { ...askedAt, card } });
    },
    onSuccess: ({ card }) => go(`/gift-cards/desk/${card}`),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (number.trim() !== '') find.mutate();
  };
  const isUnknown = find.error instanceof Refused && /unknown|inert|not_active/.test(find.error.problem.code);
  return (
    <GiftArea>
      <Head title={t('giftCards.desk')} under={t('giftCards.deskWhy')} />
      <TillPlacePicker />
      {!place && (
        <Text size="sm" c="dimmed">
          {t('giftCards.choosePlace')}
        </Text>
      )}
      <form onSubmit={submit}>
        <Stack maw={460}>
          <TextInput
            label={t('cards.number')}
            classNames={{ input: 'mono' }}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
            autoComplete="off"
            inputMode="text"
            error={find.error?.message}
            autoFocus
            required
          />
          <PasswordInput
            label={t('cards.pin')}
            description={t('giftCards.pinHint')}
            value={pin}
            onChange={(event) => setPin(event.currentTarget.value)}
            autoComplete="off"
          />
          <Group>
            <Button type="submit" loading={find.isPending} disabled={!askedAt}>
              {t('giftCards.find')}
            </Button>
            {session && may(session, 'giftcards:load') && (
              <Button variant="default" disabled={!place} onClick={() => setActivating(true)}>
                {t('giftCards.activate')}
              </Button>
            )}
          </Group>
          {isUnknown && (
            <Alert color="green" variant="light">
              {t('giftCards.maybeInert')}
            </Alert>
          )}
        </Stack>
      </form>
      <ActSheet act={isActivating ? activate : undefined} onClose={() => setActivating(false)} />
    </GiftArea>
  );
}
