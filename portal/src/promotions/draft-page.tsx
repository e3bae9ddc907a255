import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, Parts, Waiting } from '../acts/record.tsx';
import { UnsavedGuard } from '../acts/unsaved-guard.tsx';
import { useThing } from '../acts/use-thing.ts';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Failed } from '../kit/failed.tsx';
import { PromotionsArea, useProgram, useTold } from './area.tsx';
import { DiffView } from './diff-view.tsx';
import { usePublish } from './draft-acts.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { Overtaken, useNewerDraft } from './overtaken.tsx';
import type { Content, Diff, Draft } from './promotion-types.ts';
import { ReceiptPreview, useReceipt } from './receipt-preview.tsx';
import { RulebookSettings } from './rulebook-settings.tsx';
import './promotions.css';
import { Simulate } from './simulate.tsx';

/** A rulebook that is being written: its promotions, what is wrong, what would be otherwise, and the way to publish it. */
export function DraftPage() {
  const { t } = useTranslation();
  const { draft: name } = useParams({ strict: false }) as { draft: string };
  const program = useProgram();
  const asked = useThing<Draft>(program && `/v1/programs/${program}/rulebook-drafts/${name}`);
  return (
    <PromotionsArea>
      {asked.data && program ? (
        <Editing key={program + name} program={program} first={asked.data} />
      ) : (
        <>
          <Head title={name} back={{ to: '/promotions/drafts', label: t('promotions.drafts') }} />
          <Waiting of={asked} />
        </>
      )}
    </PromotionsArea>
  );
}

type EditingProps = { readonly program: string; readonly first: Draft };

function Editing({ program, first }: EditingProps) {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const queries = useQueryClient();
  const path = `/v1/programs/${program}/rulebook-drafts/${first.name}` as const;
  // What somebody types is his until he saves it: an answer that comes meanwhile does not take it away.
  const [saved, setSaved] = useState(first);
  const [content, setContent] = useState<Content>(first.content as Content);
  const [act, setAct] = useState<Act>();
  const receipt = useReceipt();
  const newer = useNewerDraft(program, saved.name, saved.revision);
  const isDirty = content !== saved.content && JSON.stringify(content) !== JSON.stringify(saved.content);
  const { revision } = saved;
  const save = useMutation({
    mutationFn: () => ask<Draft>(`PUT ${path}`, { body: { revision, content } }),
    onSuccess: async (draft) => {
      setSaved(draft);
      setContent(draft.content as Content);
      queries.setQueryData([path, {}], draft);
      await queries.invalidateQueries({ queryKey: [`${path}/diff`] });
    },
  });
  const take = (theirs: Draft, next: Content): void => {
    setSaved(theirs);
    setContent(next);
    save.reset();
    queries.setQueryData([path, {}], theirs);
    void queries.invalidateQueries({ queryKey: [`${path}/diff`] });
  };
  const publish = usePublish(program, saved);
  const discard: Act = {
    title: t('promotions.discard'),
    verb: t('promotions.discard'),
    what: `POST ${path}/discard`,
    isDangerous: true,
    changes: [`/v1/programs/${program}/rulebook-drafts`],
    body: () => ({ revision }),
    effect: () => t('promotions.discardEffect'),
    onDone: () => {
      setContent(saved.content as Content);
      go('/promotions/drafts', { program });
    },
  };
  const preview = { program, draft: saved.name, content, receipt };
  return (
    <Stack>
      <Head
        title={saved.name}
        back={{ to: '/promotions/drafts', label: t('promotions.drafts') }}
        under={t(isDirty ? 'promotions.unsaved' : 'promotions.savedAs', { revision })}
        acts={
          may(session, 'promotions:write') && (
            <>
              <Button variant="default" onClick={() => setAct(discard)}>
                {t('promotions.discard')}
              </Button>
              <Button variant="default" disabled={!isDirty} loading={save.isPending} onClick={() => save.mutate()}>
                {t('promotions.save')}
              </Button>
              <Button disabled={isDirty || saved.problems.length > 0} onClick={() => setAct(publish)}>
                {t('promotions.publish')}
              </Button>
            </>
          )
        }
      />
      {save.error && <Failed error={save.error} />}
      {newer && !save.isPending && (
        <Overtaken path={path} newer={newer} base={saved.content as Content} mine={content} onTaken={take} />
      )}
      {!isDirty && saved.problems.length > 0 && <Problems draft={saved} />}
      <Parts
        parts={[
          {
            key: 'edit',
            label: t('promotions.promotions'),
            show: () => (
              <div className="beside">
                <DraftEditor content={content} problems={saved.problems} onChange={setContent} />
                <aside className="only-wide" aria-label={t('promotions.preview')}>
                  <ReceiptPreview {...preview} />
                </aside>
              </div>
            ),
          },
          {
            key: 'settings',
            label: t('promotions.settings'),
            show: () => <RulebookSettings content={content} problems={saved.problems} onChange={setContent} />,
          },
          { key: 'diff', label: t('promotions.diff'), show: () => <DraftDiff path={path} isDirty={isDirty} /> },
          { key: 'preview', label: t('promotions.preview'), show: () => <ReceiptPreview {...preview} /> },
          {
            key: 'simulate',
            label: t('promotions.simulate'),
            show: () => <Simulate program={program} draft={saved.name} isDirty={isDirty} />,
          },
        ]}
      />
      <UnsavedGuard isDirty={isDirty} />
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}

function Problems({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation();
  const told = useTold();
  return (
    <Alert color="red" title={t('promotions.problems', { n: draft.problems.length })}>
      <List size="sm">
        {draft.problems.map(({ place, text }) => (
          <List.Item key={place + text.en}>
            <span className="mono">{place}</span> {told(text)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function DraftDiff({ path, isDirty }: { readonly path: `/${string}`; readonly isDirty: boolean }) {
  const { t } = useTranslation();
  const asked = useThing<Diff>(`${path}/diff`);
  return (
    <Stack>
      {isDirty && (
        <Text size="sm" c="dimmed">
          {t('promotions.diffOfSaved')}
        </Text>
      )}
      {asked.data ? <DiffView diff={asked.data} /> : <Waiting of={asked} />}
    </Stack>
  );
}
