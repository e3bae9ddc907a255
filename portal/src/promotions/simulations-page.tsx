import { Drawer } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { PromotionsArea, useProgram } from './area.tsx';
import { ScenarioRuns } from './scenario-runs.tsx';
import { SimulationShown } from './simulate.tsx';
import type { SimulationHead } from './simulation-types.ts';
import { countText } from '../kit/count.ts';

/** Every simulation that was asked for, and its report; under them the stories that were played. */
export function SimulationsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const program = useProgram();
  const { simulation } = useSearch({ strict: false }) as { simulation?: string };
  return (
    <PromotionsArea>
      <Head title={t('promotions.simulations')} under={t('promotions.simulationsWhy')} />
      {program && (
        <ResourceList<SimulationHead>
          path={`/v1/programs/${program}/simulations`}
          query={{}}
          keyOf={(one) => one.simulation}
          onOpen={(one) => go('/promotions/simulations', { program, simulation: one.simulation })}
          empty={t('promotions.noSimulations')}
          columns={[
            { head: t('promotions.askedAt'), cell: ({ askedAt }) => <When at={askedAt} /> },
            { head: t('promotions.draft'), cell: ({ draft }) => draft ?? '—' },
            { head: t('promotions.rows'), isFigure: true, cell: ({ rows }) => countText(rows) },
            { head: t('cards.state'), cell: ({ state }) => <State is={state} /> },
          ]}
        />
      )}
      {program && <ScenarioRuns program={program} />}
      <Drawer
        opened={simulation !== undefined}
        onClose={() => go('/promotions/simulations', { program })}
        position="right"
        size="min(1080px, 100%)"
        title={t('promotions.simulation')}
        closeButtonProps={{ 'aria-label': t('act.close') }}
      >
        {program && simulation && <SimulationShown program={program} simulation={simulation} />}
      </Drawer>
    </PromotionsArea>
  );
}
