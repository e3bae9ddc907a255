import { Alert, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../api/ask.ts';
import { useOwnSession } from '../api/session.ts';
import { Section } from '../kit/section.tsx';
import './messages.css';
import type { Previewed } from './message-types.ts';
import type { TemplateKey, Words } from './template-editor.tsx';

const REST_MS = 400;
const SMS_CHARACTERS = 160;
/** What a name or a link may look like; a fact that is not listed is shown by its own name. */
const EXAMPLES: Readonly<Record<string, string>> = {
  amount: '25.00 EUR',
  code: '123456',
  count: '250',
  file: 'cards.csv',
  hours: '48',
  inviter: 'Ana Torres',
  minutes: '10',
  url: 'https://example.com/a1b2c3',
};

/** The names of the facts that a template asks for, in the order in which they come. */
export const factsAskedFor = ({ subject, body, html }: Words): readonly string[] => [
  ...new Set([...`${subject} ${body} ${html}`.matchAll(/\{\{-?\s*([a-zA-Z_]\w*)/g)].map(([, name = '']) => name)),
];

/** A message as it would arrive, with facts that can be changed. Nothing is sent. */
export function TemplatePreview({ template, kind, language, words }: TemplateKey & { readonly words: Words }) {
  const { t } = useTranslation();
  const { tenant } = useOwnSession();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [settled] = useDebouncedValue(words, REST_MS);
  const names = factsAskedFor(settled);
  const facts = Object.fromEntries(
    names.map((name) => [name, typed[name] ?? (name === 'tenant' ? tenant.name : (EXAMPLES[name] ?? name))]),
  );
  const preview = useQuery({
    queryKey: ['template-preview', template, kind, language, settled, facts],
    queryFn: () =>
      ask<Previewed>('POST /v1/templates/preview', { body: { template, kind, language, facts, words: settled } }),
    enabled: settled.body !== '',
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const shown = preview.data;
  return (
    <Stack gap="sm">
      <Section title={t('messages.preview')}>
        {preview.error && (
          <Alert color="red" role="alert">
            {preview.error.message}
          </Alert>
        )}
        {shown && !preview.error && (
          <div className="letter" aria-live="polite">
            {shown.subject !== '' && (
              <Text fw={600} size="sm" mb={6}>
                {shown.subject}
              </Text>
            )}
            {kind === 'email' && shown.html !== '' ? (
              <iframe title={t('messages.preview')} sandbox="" srcDoc={shown.html} />
            ) : (
              <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {shown.text}
              </Text>
            )}
          </div>
        )}
        {shown && kind === 'sms' && (
          <Text size="xs" c="dimmed" mt={4}>
            {t(shown.text.length > SMS_CHARACTERS ? 'messages.smsParts' : 'messages.smsOne', {
              n: shown.text.length,
            })}
          </Text>
        )}
      </Section>
      {names.length > 0 && (
        <Section title={t('messages.facts')}>
          <SimpleGrid cols={2} spacing="xs">
            {names.map((name) => (
              <TextInput
                key={name}
                size="xs"
                label={name}
                value={facts[name] ?? ''}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setTyped((now) => ({ ...now, [name]: value }));
                }}
              />
            ))}
          </SimpleGrid>
        </Section>
      )}
    </Stack>
  );
}
