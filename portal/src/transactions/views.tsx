import { Button, Menu } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { reportViewListSchema, reportViewSchema } from '../../../contract/reports.ts';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { ask } from '../api/ask.ts';
import { savedFilterOf, searchOf, sortOf, type Search } from './filter.ts';

type View = z.infer<typeof reportViewSchema>;
const PATH = '/v1/reports/views';

type Props = { readonly search: Search; readonly onShow: (search: Search) => void };

/** Filters that somebody kept under a name: one's own, and what others share. */
export function Views({ search, onShow }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [act, setAct] = useState<Act<View>>();
  const { data } = useQuery({
    queryKey: [PATH],
    queryFn: () => ask<z.infer<typeof reportViewListSchema>>(`GET ${PATH}`),
  });
  const views = data?.items ?? [];
  const current = views.find(({ view }) => view === search.view);
  const show = (view: View): void => onShow(searchOf(view.filter, view.sort, view.view));
  const left = search.receipt !== undefined || search.member !== undefined;
  const content = { filter: savedFilterOf(search), sort: sortOf(search) };
  const fields = (view?: View): NonNullable<Act['fields']> => [
    { name: 'name', label: t('transactions.views.name'), isRequired: true, initial: view?.name ?? '' },
    {
      name: 'isShared',
      label: t('transactions.views.share'),
      hint: t('transactions.views.shareHint'),
      kind: 'yes',
      initial: view?.isShared ?? false,
    },
  ];
  const common = { changes: [PATH], ...(left && { effect: () => t('transactions.views.without') }) };
  const keep: Act<View> = {
    title: t('transactions.views.keep'),
    verb: t('transactions.views.keepVerb'),
    what: `POST ${PATH}`,
    isNamed: true,
    fields: fields(),
    body: (_values, typed) => ({ ...typed, ...content }),
    onDone: show,
    ...common,
  };
  const change = (view: View): Act<View> => ({
    title: t('transactions.views.changeTitle', { name: view.name }),
    verb: t('transactions.views.changeVerb'),
    what: `PUT ${PATH}/${view.view}`,
    fields: fields(view),
    body: (_values, typed) => ({ ...typed, ...content, revision: view.revision }),
    ...common,
  });
  const forget = async (view: View): Promise<void> => {
    await ask(`DELETE ${PATH}/${view.view}`);
    await queries.invalidateQueries({ queryKey: [PATH] });
    onShow({ ...search, view: undefined } as unknown as Search);
  };
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={15} aria-hidden />}>
            {current ? current.name : t('transactions.views.open')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && <Menu.Label>{t('transactions.views.none')}</Menu.Label>}
          {views.map((view) => (
            <Menu.Item
              key={view.view}
              onClick={() => show(view)}
              fw={view === current ? 600 : undefined}
              rightSection={!view.isOwn && <small>{t('transactions.views.shared')}</small>}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setAct(keep)}>{t('transactions.views.keep')}</Menu.Item>
          {current?.isOwn && (
            <>
              <Menu.Item onClick={() => setAct(change(current))}>
                {t('transactions.views.change', { name: current.name })}
              </Menu.Item>
              <Menu.Item color="red" onClick={() => void forget(current)}>
                {t('transactions.views.forget', { name: current.name })}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </>
  );
}
