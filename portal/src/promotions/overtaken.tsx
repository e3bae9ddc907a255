import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from '../api/ask.ts';
import { When } from '../acts/shown.tsx';
import { mergeDrafts, type Merged } from './merge-draft.ts';
import type { Content, Draft, DraftHead } from './promotion-types.ts';

const LOOK_MS = 5_000;
const HEADS_MAX = 200;

/** The draft as others see it now: asked again every few seconds, by its head alone, which is small. */
export function useNewerDraft(program: string, name: string, revision: number): DraftHead | 'gone' | undefined {
  const path = `/v1/programs/${program}/rulebook-drafts` as const;
  const { data } = useQuery({
    queryKey: [path, 'watched', name],
    queryFn: () => ask<{ items: readonly DraftHead[]; next?: string }>(`GET ${path}`, { query: { limit: HEADS_MAX } }),
    refetchInterval: LOOK_MS,
    // What is older than this screen says nothing about it.
    staleTime: 0,
  });
  const head = data?.items.find((one) => one.name === name);
  if (head) return head.revision > revision ? head : undefined;
  return data && data.next === undefined ? 'gone' : undefined;
}

type Props = {
  readonly path: `/${string}`;
  readonly newer: DraftHead | 'gone';
  /** The draft as it was when this person began, and as it stands on this screen. */
  readonly base: Content;
  readonly mine: Content;
  readonly onTaken: (draft: Draft, content: Content) => void;
};

/** Somebody else saved or discarded the draft meanwhile: who changed what, and the ways to go on. Nothing typed is lost by itself. */
export function Overtaken({ path, newer, base, mine, onTaken }: Props) {
  const { t } = useTranslation();
  const isGone = newer === 'gone';
  const theirs = useQuery({
    queryKey: [path, 'theirs', isGone ? 0 : newer.revision],
    queryFn: () => ask<Draft>(`GET ${path}`),
    enabled: !isGone,
  }).data;
  if (isGone)
    return (
      <Alert color="yellow" role="alert" title={t('promotions.goneTitle')}>
        {t('promotions.gone')}
      </Alert>
    );
  const merged = theirs && mergeDrafts(base, mine, theirs.content as Content);
  return (
    <Alert color="yellow" role="alert" title={t('promotions.newerTitle', { revision: newer.revision })}>
      <Text size="sm">
        <When at={newer.changedAt} /> · {t('promotions.newer')}
      </Text>
      {theirs && merged && <Ways theirs={theirs} merged={merged} onTaken={onTaken} />}
    </Alert>
  );
}

type WaysProps = { readonly theirs: Draft; readonly merged: Merged; readonly onTaken: Props['onTaken'] };

function Ways({ theirs, merged, onTaken }: WaysProps) {
  const { t } = useTranslation();
  const named = (codes: readonly string[]): string => codes.join(', ') || '—';
  return (
    <>
      <Text size="sm">{t('promotions.theyChanged', { codes: named(merged.theirs) })}</Text>
      <Text size="sm">{t('promotions.youChanged', { codes: named(merged.mine) })}</Text>
      {merged.both.length > 0 && (
        <Text size="sm" fw={600}>
          {t('promotions.bothChanged', { codes: named(merged.both) })}
        </Text>
      )}
      <Group mt="xs">
        {merged.mine.length > 0 && (
          <Button size="xs" onClick={() => onTaken(theirs, merged.content)}>
            {t('promotions.takeBoth')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => onTaken(theirs, theirs.content as Content)}>
          {t('promotions.takeTheirs')}
        </Button>
      </Group>
    </>
  );
}
