import { Anchor, Button, List, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import { instantOf } from '../api/zone.ts';
import { useGo } from '../acts/places.tsx';
import { useTold } from './area.tsx';
import type { Draft, PublicationRequested } from './promotion-types.ts';

/** Beginning a draft from what is published now. */
export function useNewDraft(program: string | undefined): Act {
  const { t } = useTranslation();
  const go = useGo();
  const path = `/v1/programs/${program}/rulebook-drafts` as const;
  const act: Act<Draft> = {
    title: t('promotions.newDraft'),
    verb: t('promotions.newDraft'),
    what: `PUT ${path}`,
    changes: [path],
    fields: [
      {
        name: 'name',
        label: t('promotions.draftName'),
        hint: t('promotions.draftHint'),
        isRequired: true,
        refused: /draft|name/,
      },
    ],
    effect: () => t('promotions.draftEffect'),
    by: async ({ name } = {}) => {
      const { ask } = await import('../api/ask.ts');
      return ask<Draft>(`PUT ${path}/${encodeURIComponent(String(name))}`, { body: { revision: 0 } });
    },
    onDone: ({ name }) => go(`/promotions/drafts/${name}`, { program }),
  };
  return act as Act;
}

/** Asking a second person to publish a draft. */
export function usePublish(program: string | undefined, draft: Draft | undefined): Act {
  const { t } = useTranslation();
  const told = useTold();
  const act: Act<PublicationRequested> = {
    title: t('promotions.publish'),
    verb: t('promotions.askPublish'),
    what: `POST /v1/programs/${program}/rulebook-drafts/${draft?.name}/publish`,
    isNamed: true,
    changes: ['/v1/programs', '/v1/approvals'],
    fields: [
      {
        ...{ name: 'inForceFrom', label: t('giftCards.inForceFrom'), hint: t('cards.fromHint'), kind: 'instant' },
        send: instantOf,
        refused: /past|force|scheduled/,
      },
      { name: 'supersede', label: t('promotions.supersede'), kind: 'yes' },
      { name: 'reason', label: t('act.reason'), kind: 'long', isRequired: true },
    ],
    body: (_values, fromFields) => ({ ...fromFields, revision: draft?.revision }),
    effect: () => t('act.second'),
    answer: ({ version, findings }, close) => (
      <Stack>
        <Text>{t('promotions.asked', { version })}</Text>
        {findings.length > 0 && (
          <>
            <Text fw={600} size="sm">
              {t('promotions.findings')}
            </Text>
            <List size="sm">
              {findings.map((finding) => (
                <List.Item key={finding.code + finding.promotion}>{told(finding.text)}</List.Item>
              ))}
            </List>
          </>
        )}
        <Anchor component={Link} to={'/approvals' as never}>
          {t('nav.approvals')}
        </Anchor>
        <Button onClick={close}>{t('act.done')}</Button>
      </Stack>
    ),
  };
  return act as Act;
}
