import { Button, Select } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { byCode, useChoices, useThing } from '../acts/use-thing.ts';
import { usePartnerName, useProgramName } from '../api/names.ts';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { PartnersArea } from './area.tsx';
import { useAddOutlet } from './outlet-acts.tsx';
import { OutletClock } from './outlet-clock.tsx';
import type { Outlet } from './partner-types.ts';

/** Places of sale, each with the clock on its wall. */
export function OutletsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const [isAdding, setAdding] = useState(false);
  const { partner } = useSearch({ strict: false }) as { partner?: string };
  const partners = useChoices('/v1/partners', byCode);
  const add = useAddOutlet();
  return (
    <PartnersArea>
      <Head
        title={t('partners.outlets')}
        under={t('partners.outletsWhy')}
        acts={
          may(session, 'settings:write') && <Button onClick={() => setAdding(true)}>{t('partners.addOutlet')}</Button>
        }
      />
      <Select
        aria-label={t('partners.partner')}
        placeholder={t('partners.anyPartner')}
        data={[...partners]}
        value={partner ?? null}
        onChange={(next) => go('/partners/outlets', { partner: next ?? undefined })}
        clearable
        w={280}
        size="xs"
      />
      <OutletList partner={partner} />
      <ActSheet act={isAdding ? add : undefined} onClose={() => setAdding(false)} />
    </PartnersArea>
  );
}

function OutletList({ partner }: { readonly partner: string | undefined }) {
  const { t } = useTranslation();
  const go = useGo();
  const partnerName = usePartnerName();
  const programName = useProgramName();
  const columns = [
    { head: t('partners.name'), cell: ({ name }: Outlet) => name },
    { head: t('partners.code'), cell: ({ code }: Outlet) => <span className="mono">{code}</span> },
    { head: t('partners.partner'), cell: (outlet: Outlet) => partnerName(outlet.partner) },
    { head: t('partners.program'), cell: ({ program }: Outlet) => programName(program) },
    { head: t('partners.zone'), cell: ({ zone }: Outlet) => zone },
    { head: t('partners.clock'), isFigure: true, cell: ({ zone }: Outlet) => <OutletClock zone={zone} /> },
    { head: t('partners.groups'), cell: ({ groups }: Outlet) => groups.join(', ') },
    { head: t('partners.state'), cell: ({ state }: Outlet) => <State is={state} /> },
  ];
  return (
    <ResourceList<Outlet>
      path="/v1/outlets"
      query={{ partner }}
      keyOf={({ code }) => code}
      onOpen={({ code }) => go(`/partners/outlets/${code}`)}
      empty={t('partners.noOutlets')}
      columns={columns}
    />
  );
}

/** One outlet by its code; the API lists them, so it is found in the list. */
export function useOutletOf(code: string) {
  const asked = useThing<{ items: readonly Outlet[] }>('/v1/outlets', { query: { limit: 200 } });
  return { ...asked, outlet: asked.data?.items.find((one) => one.code === code) };
}
