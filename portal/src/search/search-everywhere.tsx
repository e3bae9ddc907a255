import { Group, Text, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { closeSpotlight, openSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { searchAnswerSchema } from '../../../contract/screens.ts';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Failed } from '../kit/failed.tsx';
import { Moment } from '../kit/moment.tsx';

type Answer = z.infer<typeof searchAnswerSchema>;
type Found = Answer['items'][number];

const CHARACTERS_MIN = 2;
// Short enough not to be noticed, long enough that a card that is typed is not looked up sixteen times.
const PAUSE_MS = 160;

/** The way to the search for whoever has a mouse, which shows the key to everybody else. */
export function SearchButton() {
  const { t } = useTranslation();
  if (!may(useOwnSession(), 'members:read')) return null;
  return (
    <UnstyledButton className="search-button" onClick={openSpotlight}>
      <IconSearch size={14} aria-hidden />
      <span>{t('search.ask')}</span>
      <kbd className="key" aria-hidden>
        /
      </kbd>
    </UnstyledButton>
  );
}

/** `/` from anywhere: whatever is known of somebody or something leads there. What is typed travels in a body, never in an address. */
export function SearchEverywhere() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayAsk = may(useOwnSession(), 'members:read');
  const [typed, setTyped] = useState('');
  const [isHasty, setHasty] = useState(false);
  const [text] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isAsked = text.length >= CHARACTERS_MIN;
  const { data, error, isFetching } = useQuery({
    queryKey: ['search', text],
    queryFn: () => ask<Answer>('POST /v1/search', { body: { text } }),
    enabled: mayAsk && isAsked,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  const found = isAsked && typed !== '' ? (data?.items ?? []) : [];
  const isSettled = text === typed.trim() && !isFetching;
  const [first] = found;
  const isReady = first !== undefined && isSettled;
  const open = (one: Found): void => {
    setHasty(false);
    closeSpotlight();
    void navigate({ to: addressOf(one) });
  };
  /** Enter opens the surest one, arrows choose another. Pressed before the answer is there, it opens what the answer brings. */
  const press = (event: KeyboardEvent): void => {
    const isChosen = document.querySelector('[data-action][data-selected]') !== null;
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || isChosen) return;
    event.preventDefault();
    if (isReady) open(first);
    else setHasty(true);
  };
  useEffect(() => {
    if (isHasty && isReady) open(first);
  });
  if (!mayAsk) return null;
  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={(next) => {
        setTyped(next);
        setHasty(false);
      }}
      shortcut={['/', 'mod + K']}
      scrollable
      maxHeight={420}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      // Whoever types on at once loses no letter to a transition.
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        placeholder={t('search.ask')}
        aria-label={t('search.ask')}
        leftSection={<IconSearch size={18} aria-hidden />}
        onKeyDown={press}
      />
      <Spotlight.ActionsList aria-label={t('search.open')}>
        {found.map((one) => (
          <FoundLine key={keyOf(one)} found={one} />
        ))}
        {found.length === 0 && (
          <Spotlight.Empty>
            {error ? <Failed error={error} /> : t(isAsked && isSettled ? 'search.nothing' : 'search.hint')}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

const keyOf = (found: Found): string => {
  switch (found.is) {
    case 'member':
      return found.member;
    case 'giftCard':
      return found.card;
    case 'operation':
      return found.operation;
  }
};

/** Where a thing that was found is shown. */
const addressOf = (found: Found): string => {
  switch (found.is) {
    case 'member':
      return `/members/${found.member}`;
    case 'giftCard':
      return `/gift-cards/desk/${found.card}`;
    case 'operation':
      return `/operations/${found.operation}`;
  }
};

function FoundLine({ found }: { readonly found: Found }) {
  const navigate = useNavigate();
  return (
    <Spotlight.Action onClick={() => void navigate({ to: addressOf(found) })}>
      <Group justify="space-between" w="100%" wrap="nowrap">
        <FoundWords found={found} />
      </Group>
    </Spotlight.Action>
  );
}

function FoundWords({ found }: { readonly found: Found }) {
  const { t } = useTranslation();
  switch (found.is) {
    case 'member':
      return (
        <>
          <span>
            {found.name || t('search.nameless')}{' '}
            <Text span c="dimmed" fz="sm">
              {found.phone}
            </Text>
          </span>
          <Text fz="sm" c="dimmed">
            {t(`search.by.${found.by}`)}
          </Text>
        </>
      );
    case 'giftCard':
      return <span>{t('search.giftCard', { masked: found.masked })}</span>;
    case 'operation':
      return (
        <>
          <span>
            {t([`operation.kind.${found.kind}`, 'operation.kind.other'])}{' '}
            <Text span c="dimmed" fz="sm">
              {found.outlet}
            </Text>
          </span>
          <Text fz="sm" c="dimmed" component="span">
            <Moment at={found.occurredAt} />
          </Text>
        </>
      );
  }
}
