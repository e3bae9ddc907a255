import { Button, Drawer, Text } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { instantOf } from '../api/zone.ts';
import { useGo } from '../acts/places.tsx';
import { Head, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { PromotionsArea, useProgram } from './area.tsx';
import { DiffView } from './diff-view.tsx';
import type { Diff, Publication, RulebookHead } from './promotion-types.ts';

/** Every published rulebook, why it was published, and what it changed. */
export function VersionsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const program = useProgram();
  const { version } = useSearch({ strict: false }) as { version?: string | number };
  const [act, setAct] = useState<Act>();
  const why = useThing<{ items: readonly Publication[] }>(program && `/v1/programs/${program}/publications`);
  const mayWrite = may(session, 'promotions:write');
  const pauseAll: Act = {
    title: t('promotions.pauseAll'),
    verb: t('promotions.pauseAll'),
    what: `POST /v1/programs/${program}/rulebooks/pause`,
    isNamed: true,
    isDangerous: true,
    changes: ['/v1/programs'],
    fields: [{ name: 'reason', label: t('act.reason'), kind: 'long', isRequired: true }],
    effect: () => t('promotions.pauseAllEffect'),
  };
  const restore = (of: number): Act => ({
    title: t('promotions.restore', { version: of }),
    verb: t('promotions.askRestore'),
    what: `POST /v1/programs/${program}/rulebooks/${of}/restore`,
    isNamed: true,
    changes: ['/v1/programs', '/v1/approvals'],
    fields: [
      {
        name: 'inForceFrom',
        label: t('giftCards.inForceFrom'),
        hint: t('cards.fromHint'),
        kind: 'instant',
        send: instantOf,
      },
      { name: 'reason', label: t('act.reason'), kind: 'long', isRequired: true },
    ],
    effect: () => t('act.second'),
  });
  const reasonOf = (of: number): string => {
    const found = why.data?.items.find((one) => one.version === of);
    if (!found) return '—';
    const kind = t(`promotions.publications.${found.kind}`, {
      promotion: found.promotion ?? '',
      version: found.restored ?? '',
    });
    return found.reason ? `${kind}: ${found.reason}` : kind;
  };
  return (
    <PromotionsArea>
      <Head
        title={t('promotions.versions')}
        under={t('promotions.versionsWhy')}
        acts={
          mayWrite &&
          program && (
            <Button variant="default" color="red" onClick={() => setAct(pauseAll)}>
              {t('promotions.pauseAll')}
            </Button>
          )
        }
      />
      {program && (
        <ResourceList<RulebookHead>
          path={`/v1/programs/${program}/rulebooks`}
          query={{}}
          keyOf={(one) => String(one.version)}
          onOpen={(one) => go('/promotions/versions', { program, version: String(one.version) })}
          empty={t('promotions.none')}
          columns={[
            { head: t('promotions.version'), isFigure: true, cell: (one) => one.version },
            { head: t('giftCards.inForceFrom'), cell: ({ inForceFrom }) => <When at={inForceFrom} /> },
            { head: t('promotions.publishedAt'), cell: ({ publishedAt }) => <When at={publishedAt} /> },
            { head: t('promotions.promotions'), isFigure: true, cell: ({ promotions }) => promotions },
            { head: t('act.reason'), cell: (one) => reasonOf(one.version) },
            { head: t('promotions.digest'), cell: ({ digest }) => <span className="mono">{digest.slice(0, 10)}</span> },
            {
              head: t('giftCards.do'),
              cell: (one) =>
                mayWrite && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={(event) => {
                      event.stopPropagation();
                      setAct(restore(one.version));
                    }}
                  >
                    {t('promotions.askRestore')}
                  </Button>
                ),
            },
          ]}
        />
      )}
      <Drawer
        opened={version !== undefined}
        onClose={() => go('/promotions/versions', { program })}
        position="right"
        size="lg"
        title={t('promotions.whatChanged', { version })}
        closeButtonProps={{ 'aria-label': t('act.close') }}
      >
        {program && version !== undefined && <VersionDiff program={program} version={String(version)} />}
      </Drawer>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PromotionsArea>
  );
}

function VersionDiff({ program, version }: { readonly program: string; readonly version: string }) {
  const asked = useThing<Diff>(`/v1/programs/${program}/rulebooks/${version}/diff`);
  return asked.data ? (
    <DiffView diff={asked.data} />
  ) : (
    <Text component="div">
      <Waiting of={asked} />
    </Text>
  );
}
