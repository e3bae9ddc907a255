import { Group, Select } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import type { z } from 'zod';
import { useTranslation } from 'react-i18next';
import type { outletSchema, terminalSchema } from '../../../contract/partners.ts';
import { useThing } from '../acts/use-thing.ts';

export type TillPlace = { readonly outlet: string; readonly terminal: string };
const NOWHERE: TillPlace = { outlet: '', terminal: '' };
const LIST_MAX = 200;

/** At which till this desk stands; kept in this browser. Absent until it is said. */
export function useTillPlace(): [TillPlace | undefined, (place: TillPlace) => void, TillPlace] {
  const [place, setPlace] = useLocalStorage<TillPlace>({
    key: 'tallystick.desk',
    defaultValue: NOWHERE,
    getInitialValueInEffect: false,
  });
  return [place.outlet !== '' && place.terminal !== '' ? place : undefined, setPlace, place];
}

/**
 * Where a question about a card is asked, which books nothing: where the desk stands, and as long as that is not said, at the first till
 * that is open. Absent where there is none.
 */
export function useAskedPlace(): TillPlace | undefined {
  const [place] = useTillPlace();
  const outlets = useThing<{ items: z.output<typeof outletSchema>[] }>(place ? undefined : '/v1/outlets', {
    query: { limit: LIST_MAX },
  });
  const outlet = outlets.data?.items.find(({ state }) => state === 'open')?.code;
  const terminals = useThing<{ items: z.output<typeof terminalSchema>[] }>(
    place || outlet === undefined ? undefined : `/v1/outlets/${encodeURIComponent(outlet)}/terminals`,
    { query: { limit: LIST_MAX } },
  );
  const terminal = terminals.data?.items.find(({ state }) => state === 'active')?.code;
  return place ?? (outlet !== undefined && terminal !== undefined ? { outlet, terminal } : undefined);
}

/** Where the desk stands: what it books is booked there. */
export function TillPlacePicker() {
  const { t } = useTranslation();
  const [, setPlace, place] = useTillPlace();
  const outlets = useThing<{ items: z.output<typeof outletSchema>[] }>('/v1/outlets', { query: { limit: LIST_MAX } });
  const terminals = useThing<{ items: z.output<typeof terminalSchema>[] }>(
    place.outlet === '' ? undefined : `/v1/outlets/${encodeURIComponent(place.outlet)}/terminals`,
    { query: { limit: LIST_MAX } },
  );
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={t('giftCards.outlet')}
        data={(outlets.data?.items ?? [])
          .filter(({ state }) => state === 'open')
          .map(({ code, name }) => ({ value: code, label: name }))}
        value={place.outlet || null}
        onChange={(outlet) => setPlace({ outlet: outlet ?? '', terminal: '' })}
        searchable
        allowDeselect={false}
      />
      <Select
        label={t('giftCards.terminal')}
        data={(terminals.data?.items ?? []).filter(({ state }) => state === 'active').map(({ code }) => code)}
        value={place.terminal || null}
        onChange={(terminal) => setPlace({ ...place, terminal: terminal ?? '' })}
        disabled={place.outlet === ''}
        allowDeselect={false}
      />
    </Group>
  );
}
