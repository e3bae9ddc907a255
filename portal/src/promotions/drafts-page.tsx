import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { PromotionsArea, useProgram } from './area.tsx';
import { useNewDraft } from './draft-acts.tsx';
import type { DraftHead } from './promotion-types.ts';

/** Rulebooks that are being written. */
export function DraftsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const program = useProgram();
  const [isNew, setNew] = useState(false);
  const act = useNewDraft(program);
  return (
    <PromotionsArea>
      <Head
        title={t('promotions.drafts')}
        under={t('promotions.draftsWhy')}
        acts={
          program &&
          may(session, 'promotions:write') && <Button onClick={() => setNew(true)}>{t('promotions.newDraft')}</Button>
        }
      />
      {program && (
        <ResourceList<DraftHead>
          path={`/v1/programs/${program}/rulebook-drafts`}
          query={{}}
          keyOf={({ name }) => name}
          onOpen={({ name }) => go(`/promotions/drafts/${name}`, { program })}
          empty={t('promotions.noDrafts')}
          columns={[
            { head: t('promotions.draftName'), cell: ({ name }) => name },
            { head: t('promotions.promotions'), isFigure: true, cell: ({ promotions }) => promotions },
            { head: t('promotions.base'), isFigure: true, cell: ({ base }) => base },
            { head: t('promotions.revision'), isFigure: true, cell: ({ revision }) => revision },
            { head: t('promotions.changed'), cell: ({ changedAt }) => <When at={changedAt} /> },
          ]}
        />
      )}
      <ActSheet act={isNew ? act : undefined} onClose={() => setNew(false)} />
    </PromotionsArea>
  );
}
