import { NavLink, Stack, Text } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGo } from '../acts/places.tsx';
import { Head, Waiting } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { MessagesArea } from './area.tsx';
import type { Kind, Template } from './message-types.ts';
import { TemplateEditor } from './template-editor.tsx';

const keyOf = ({ template, kind }: Pick<Template, 'template' | 'kind'>): string => `${template} ${kind}`;

/** The words of messages: those of the house, and one's own, which go before them. */
export function TemplatesPage() {
  const { t, i18n } = useTranslation();
  const go = useGo();
  const search = useSearch({ strict: false }) as { template?: string; kind?: Kind; language?: 'en' | 'es' };
  const asked = useThing<{ items: readonly Template[] }>('/v1/templates');
  const items = asked.data?.items ?? [];
  const names = [...new Map(items.map((one) => [keyOf(one), one])).values()].sort((a, b) =>
    keyOf(a).localeCompare(keyOf(b)),
  );
  const chosen = names.find(({ template, kind }) => template === search.template && kind === search.kind) ?? names[0];
  const language = search.language ?? (i18n.language === 'es' ? 'es' : 'en');
  const of = (isOwn: boolean): Template | undefined =>
    items.find((one) => chosen && keyOf(one) === keyOf(chosen) && one.language === language && one.isOwn === isOwn);
  const open = (to: { template: string; kind: Kind; language: 'en' | 'es' }): void => go('/messages/templates', to);
  return (
    <MessagesArea>
      <Head title={t('messages.templates')} under={t('messages.templatesWhy')} />
      {!asked.data && <Waiting of={asked} />}
      {asked.data && !chosen && <Text c="dimmed">{t('messages.noTemplates')}</Text>}
      {chosen && (
        <div className="editor">
          <Stack gap={0} className="editor-list">
            {names.map(({ template, kind }) => (
              <NavLink
                key={template + kind}
                component="button"
                type="button"
                active={template === chosen.template && kind === chosen.kind}
                label={t(`messages.names.${template}`, template)}
                description={[
                  t(`messages.kinds.${kind}`),
                  ...(items.some((one) => one.isOwn && one.template === template && one.kind === kind)
                    ? [t('messages.own')]
                    : []),
                ].join(' · ')}
                onClick={() => open({ template, kind, language })}
              />
            ))}
          </Stack>
          <TemplateEditor
            key={[chosen.template, chosen.kind, language].join(' ')}
            template={chosen.template}
            kind={chosen.kind}
            language={language}
            own={of(true)}
            house={of(false)}
            onLanguage={(next) => open({ template: chosen.template, kind: chosen.kind, language: next })}
          />
        </div>
      )}
    </MessagesArea>
  );
}
