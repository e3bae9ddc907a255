import { Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { UnsavedGuard } from '../acts/unsaved-guard.tsx';
import { ask, Refused } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Failed } from '../kit/failed.tsx';
import type { Kind, Template } from './message-types.ts';
import { TemplatePreview } from './template-preview.tsx';

export type Words = { readonly subject: string; readonly body: string; readonly html: string };
export type TemplateKey = { readonly template: string; readonly kind: Kind; readonly language: 'en' | 'es' };

type Props = TemplateKey & {
  readonly own: Template | undefined;
  readonly house: Template | undefined;
  readonly onLanguage: (language: 'en' | 'es') => void;
};

const NOTHING: Words = { subject: '', body: '', html: '' };
const wordsOf = (template: Template | undefined): Words =>
  template ? { subject: template.subject, body: template.body, html: template.html } : NOTHING;

/** The words of one message in one language, with what they make beside them as they are typed. */
export function TemplateEditor({ template, kind, language, own, house, onLanguage }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayWrite = may(useOwnSession(), 'settings:write');
  const kept = wordsOf(own ?? house);
  const [words, setWords] = useState<Words>(kept);
  const [act, setAct] = useState<Act>();
  const isDirty = JSON.stringify(words) !== JSON.stringify(kept);
  const path = `/v1/templates/${template}/${kind}/${language}` as const;
  const save = useMutation({
    mutationFn: () => ask<Template>(`PUT ${path}`, { body: words }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/v1/templates'] }),
  });
  const takeBack: Act = {
    title: t('messages.takeBack'),
    verb: t('messages.takeBack'),
    what: `DELETE ${path}`,
    isDangerous: true,
    changes: ['/v1/templates'],
    effect: () => t(house ? 'messages.takeBackEffect' : 'messages.takeBackWhole'),
    onDone: () => setWords(wordsOf(house)),
  };
  const set = (name: keyof Words, text: string): void => setWords((now) => ({ ...now, [name]: text }));
  const refusedAt = (name: keyof Words): string | undefined => fieldError(save.error, name);
  const isElsewhere = save.error && !(['subject', 'body', 'html'] as const).some(refusedAt);
  return (
    <Stack>
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={t('people.language')}
          data={(['en', 'es'] as const).map((value) => ({ value, label: t(`people.languages.${value}`) }))}
          value={language}
          onChange={(next) => onLanguage(next === 'es' ? 'es' : 'en')}
        />
        <Text size="sm" c="dimmed">
          {t(isDirty ? 'messages.unsaved' : own ? 'messages.isOwn' : 'messages.isHouse')}
        </Text>
      </Group>
      <div className="template">
        <Stack gap="sm">
          {kind !== 'sms' && (
            <TextInput
              label={t(kind === 'push' ? 'messages.pushTitle' : 'messages.subject')}
              value={words.subject}
              onChange={(event) => set('subject', event.currentTarget.value)}
              error={refusedAt('subject')}
              readOnly={!mayWrite}
            />
          )}
          <Textarea
            label={t('messages.body')}
            description={t('messages.bodyHint')}
            value={words.body}
            onChange={(event) => set('body', event.currentTarget.value)}
            error={refusedAt('body')}
            readOnly={!mayWrite}
            autosize
            minRows={6}
            maxRows={24}
            classNames={{ input: 'mono' }}
          />
          {kind === 'email' && (
            <Textarea
              label={t('messages.html')}
              description={t('messages.htmlHint')}
              value={words.html}
              onChange={(event) => set('html', event.currentTarget.value)}
              error={refusedAt('html')}
              readOnly={!mayWrite}
              autosize
              minRows={2}
              maxRows={16}
              classNames={{ input: 'mono' }}
            />
          )}
          {isElsewhere && save.error && <Failed error={save.error} />}
          {mayWrite && (
            <Group>
              <Button disabled={!isDirty} loading={save.isPending} onClick={() => save.mutate()}>
                {t('messages.saveWords')}
              </Button>
              {own && (
                <Button variant="default" onClick={() => setAct(takeBack)}>
                  {t('messages.takeBack')}
                </Button>
              )}
            </Group>
          )}
        </Stack>
        <TemplatePreview template={template} kind={kind} language={language} words={words} />
      </div>
      <UnsavedGuard isDirty={isDirty} isBySearch />
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}

/** What was refused about one of the three texts, in the words of the refusal. */
function fieldError(error: unknown, name: keyof Words): string | undefined {
  if (!(error instanceof Refused)) return undefined;
  const { errors, code, detail, title } = error.problem;
  const of = errors?.find(({ path }) => path.replace(/^body\.?/, '') === name)?.message;
  if (of !== undefined) return of;
  if (code !== 'notifications.template.malformed') return undefined;
  const sentence = detail ?? title;
  // Where the sentence names no part, the body is what was written.
  const named = (['subject', 'html'] as const).find((part) => new RegExp(`\\b${part}\\b`).test(sentence)) ?? 'body';
  return named === name ? sentence : undefined;
}
