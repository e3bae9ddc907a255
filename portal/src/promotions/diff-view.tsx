import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../kit/section.tsx';
import { useTold } from './area.tsx';
import type { Diff } from './promotion-types.ts';

const textOf = (value: unknown): string =>
  value === undefined ? '—' : typeof value === 'string' ? value : JSON.stringify(value);

/** What is otherwise between two rulebooks, in words first and as data below. */
export function DiffView({ diff }: { readonly diff: Diff }) {
  const { t } = useTranslation();
  const told = useTold();
  const { added, removed, changed, settings } = diff;
  if (added.length + removed.length + changed.length + settings.length === 0)
    return <Text>{t('promotions.same')}</Text>;
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('promotions.against', { version: diff.before })}
      </Text>
      {added.length > 0 && (
        <Section title={t('promotions.added')}>
          {added.map(({ code, text }) => (
            <Text key={code} size="sm">
              + <b>{code}</b> {told(text)}
            </Text>
          ))}
        </Section>
      )}
      {removed.length > 0 && (
        <Section title={t('promotions.removed')}>
          {removed.map(({ code, text }) => (
            <Text key={code} size="sm" td="line-through" c="dimmed">
              {code} {told(text)}
            </Text>
          ))}
        </Section>
      )}
      {changed.map((one) => (
        <Section key={one.code} title={one.code}>
          <Text size="sm" td="line-through" c="dimmed">
            {told(one.before)}
          </Text>
          <Text size="sm" mb="xs">
            {told(one.after)}
          </Text>
          <Fields fields={one.fields} />
          {one.more > 0 && <Text size="sm">{t('promotions.more', { n: one.more })}</Text>}
        </Section>
      ))}
      {settings.length > 0 && (
        <Section title={t('promotions.settings')}>
          <Fields fields={settings} />
        </Section>
      )}
    </Stack>
  );
}

function Fields({ fields }: { readonly fields: Diff['settings'] }) {
  return (
    <dl className="record-facts">
      {fields.map(({ path, before, after }) => (
        <div key={path}>
          <dt className="mono">{path}</dt>
          <dd>
            <span className="was">{textOf(before)}</span> → {textOf(after)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
