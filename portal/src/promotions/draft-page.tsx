import { Alert, Button, Group, List, NavLink, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, Parts, Waiting } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { ask, Refused } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Failed } from '../kit/failed.tsx';
import { PromotionsArea, useProgram, useTold } from './area.tsx';
import { DiffView } from './diff-view.tsx';
import { usePublish } from './draft-acts.tsx';
import { PromotionForm } from './promotion-form.tsx';
import { todayText, type Content, type Diff, type Draft, type Promotion } from './promotion-types.ts';
import { ReceiptPreview } from './receipt-preview.tsx';

/** A rulebook that is being written: its promotions, what is wrong, what would be otherwise, and the way to publish it. */
export function DraftPage() {
  const { draft: name } = useParams({ strict: false }) as { draft: string };
  const program = useProgram();
  const asked = useThing<Draft>(program && `/v1/programs/${program}/rulebook-drafts/${name}`);
  return (
    <PromotionsArea>
      {asked.data && program ? (
        <Editing key={program + name} program={program} saved={asked.data} />
      ) : (
        <Waiting of={asked} />
      )}
    </PromotionsArea>
  );
}

type EditingProps = { readonly program: string; readonly saved: Draft };

function Editing({ program, saved }: EditingProps) {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const queries = useQueryClient();
  const path = `/v1/programs/${program}/rulebook-drafts/${saved.name}` as const;
  // What somebody types is his until he saves it: an answer that comes meanwhile does not take it away.
  const [content, setContent] = useState<Content>(saved.content as Content);
  const [revision, setRevision] = useState(saved.revision);
  const [act, setAct] = useState<Act>();
  const isDirty = content !== saved.content && JSON.stringify(content) !== JSON.stringify(saved.content);
  const save = useMutation({
    mutationFn: () => ask<Draft>(`PUT ${path}`, { body: { revision, content } }),
    onSuccess: async (draft) => {
      setRevision(draft.revision);
      setContent(draft.content as Content);
      queries.setQueryData([path, {}], draft);
      await queries.invalidateQueries({ queryKey: [`${path}/diff`] });
    },
  });
  const publish = usePublish(program, { ...saved, revision });
  const discard: Act = {
    title: t('promotions.discard'),
    verb: t('promotions.discard'),
    what: `POST ${path}/discard`,
    isDangerous: true,
    changes: [`/v1/programs/${program}/rulebook-drafts`],
    body: () => ({ revision }),
    effect: () => t('promotions.discardEffect'),
    onDone: () => go('/promotions/drafts', { program }),
  };
  const mayWrite = may(session, 'promotions:write');
  const isOvertaken = save.error instanceof Refused && save.error.problem.code === 'promotions.draft.changed';
  return (
    <Stack>
      <Head
        title={saved.name}
        back={{ to: '/promotions/drafts', label: t('promotions.drafts') }}
        under={t(isDirty ? 'promotions.unsaved' : 'promotions.savedAs', { revision })}
        acts={
          mayWrite && (
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
      {isOvertaken && <Alert color="gray">{t('promotions.overtaken')}</Alert>}
      {!isDirty && saved.problems.length > 0 && <Problems draft={saved} />}
      <Parts
        parts={[
          {
            key: 'edit',
            label: t('promotions.promotions'),
            show: () => <Editor content={content} problems={saved.problems} onChange={setContent} />,
          },
          { key: 'diff', label: t('promotions.diff'), show: () => <DraftDiff path={path} isDirty={isDirty} /> },
          {
            key: 'preview',
            label: t('promotions.preview'),
            show: () => <ReceiptPreview program={program} draft={saved.name} />,
          },
        ]}
      />
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

type EditorProps = {
  readonly content: Content;
  readonly problems: Draft['problems'];
  readonly onChange: (content: Content) => void;
};

const NEW_PRIORITY = 100;

function Editor({ content, problems, onChange }: EditorProps) {
  const { t } = useTranslation();
  const told = useTold();
  const promotions = content.promotions ?? [];
  const [chosen, setChosen] = useState(0);
  const put = (next: readonly Promotion[]): void => onChange({ ...content, promotions: next });
  const add = (): void => {
    const code = `promotion-${promotions.length + 1}`;
    put([...promotions, { code, priority: NEW_PRIORITY, firstOn: todayText(), effects: [] }]);
    setChosen(promotions.length);
  };
  const one = promotions[chosen];
  return (
    <div className="editor">
      <Stack gap={0} className="editor-list">
        {promotions.map((promotion, n) => (
          <NavLink
            key={n}
            component="button"
            type="button"
            active={n === chosen}
            label={told(promotion.name) || promotion.code}
            description={promotion.lastOn ? `${promotion.firstOn} – ${promotion.lastOn}` : promotion.firstOn}
            onClick={() => setChosen(n)}
            rightSection={problems.some(({ place }) => place.startsWith(`promotions[${n}]`)) ? '!' : undefined}
          />
        ))}
        <Group p="xs">
          <Button size="xs" variant="default" onClick={add}>
            {t('promotions.add')}
          </Button>
        </Group>
      </Stack>
      {one ? (
        <PromotionForm
          key={chosen}
          promotion={one}
          problems={problems.filter(({ place }) => place.startsWith(`promotions[${chosen}]`))}
          onChange={(next) => put(promotions.map((old, n) => (n === chosen ? next : old)))}
          onRemove={() => {
            put(promotions.filter((_, n) => n !== chosen));
            setChosen(0);
          }}
        />
      ) : (
        <Text c="dimmed">{t('promotions.choose')}</Text>
      )}
    </div>
  );
}
