import { Group, Select, Stack, Text } from '@mantine/core';
import { useRouterState, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Places, useGo } from '../acts/places.tsx';
import { byCode, useChoices, useThing } from '../acts/use-thing.ts';
import type { Rulebook, RulebookHead, Text as Told } from './promotion-types.ts';

/** The program whose promotions are shown: named in the address, else the first one. */
export function useProgram(): string | undefined {
  const { program } = useSearch({ strict: false }) as { program?: string };
  const programs = useChoices('/v1/programs', byCode);
  return program ?? programs[0]?.value;
}

const HEADS_MAX = 200;

/** The rulebooks of the program by version, and the one in force now. */
export function useRulebooks(program: string | undefined) {
  const heads = useThing<{ items: readonly RulebookHead[] }>(program && `/v1/programs/${program}/rulebooks`, {
    query: { limit: HEADS_MAX },
  });
  const now = new Date().toISOString();
  const current = heads.data?.items.findLast(({ inForceFrom }) => new Date(inForceFrom).toISOString() <= now);
  return { heads, current };
}

/** The rulebook in force. */
export function useRulebookInForce(program: string | undefined) {
  const { heads, current } = useRulebooks(program);
  const asked = useThing<Rulebook>(current && `/v1/programs/${program}/rulebooks/${current.version}`);
  return { heads, asked, rulebook: asked.data };
}

/** A text in the language of the screen. */
export function useTold(): (text: Told | undefined) => string {
  const { i18n } = useTranslation();
  return (text) => (text ? text[i18n.language === 'es' ? 'es' : 'en'] : '');
}

/** The screens about promotions of one program. */
export function PromotionsArea({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const go = useGo();
  const here = useRouterState({ select: (state) => state.location.pathname });
  const program = useProgram();
  const programs = useChoices('/v1/programs', byCode);
  const known = useThing<{ items: readonly unknown[] }>('/v1/programs', { query: { limit: HEADS_MAX } });
  const places = [
    { to: '/promotions', label: t('promotions.live') },
    { to: '/promotions/drafts', label: t('promotions.drafts') },
    { to: '/promotions/versions', label: t('promotions.versions') },
    { to: '/promotions/calendar', label: t('promotions.calendar') },
    { to: '/promotions/budgets', label: t('promotions.budgets') },
    { to: '/promotions/coupons', label: t('coupons.all') },
    { to: '/promotions/simulations', label: t('promotions.simulations') },
  ];
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <Places places={places} />
        {programs.length > 1 && (
          <Select
            size="xs"
            aria-label={t('programs.name')}
            data={[...programs]}
            value={program ?? null}
            onChange={(next) => next && go(here, { program: next })}
            allowDeselect={false}
          />
        )}
      </Group>
      {children}
      {known.data?.items.length === 0 && <Text c="dimmed">{t('programs.none')}</Text>}
    </Stack>
  );
}
