import { asText } from '../acts/field.ts';
import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SecondPersonNotice } from '../acts/second-person.tsx';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import type { Field, Values } from '../acts/field.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Section } from '../kit/section.tsx';
import { POLICY_SETTINGS } from './policy-settings.ts';
import type { Policy, Program } from './program-types.ts';

const ALL = POLICY_SETTINGS.flatMap(({ settings }) => settings);

/** The policy of a program: each setting with what it means for a member at the till. */
export function PolicyPart({ program }: { readonly program: Program }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const [isChanging, setChanging] = useState(false);
  const meaning = useMeaning();
  const act = useChangePolicy(program);
  return (
    <Stack maw={860}>
      {may(session, 'settings:write') && (
        <Button w="fit-content" variant="default" onClick={() => setChanging(true)}>
          {t('programs.changePolicy')}
        </Button>
      )}
      {POLICY_SETTINGS.map(({ part, settings }) => (
        <Section key={part} title={t(`programs.policyParts.${part}`)}>
          <dl className="record-facts">
            {settings.map(({ name }) => (
              <div key={name}>
                <dt>{t(`programs.settings.${name}.name`)}</dt>
                <dd>
                  <Text size="sm">{meaning(name, program.policy[name])}</Text>
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      ))}
      <ActSheet act={isChanging ? act : undefined} onClose={() => setChanging(false)} />
    </Stack>
  );
}

const QUANTITIES = new Set(ALL.filter(({ counts }) => counts === 'quantity').map(({ name }) => name));

/** Says what a value of a setting means, in a sentence. */
export function useMeaning(): (name: keyof Policy, value: unknown) => string {
  const { t } = useTranslation();
  return (name, value) => {
    if (value === undefined) return t(`programs.settings.${name}.absent`);
    if (typeof value === 'boolean') return t(`programs.settings.${name}.${value ? 'yes' : 'no'}`);
    if (typeof value === 'number' || QUANTITIES.has(name))
      return t(`programs.settings.${name}.is`, { n: asText(value) });
    return t(`programs.settings.${name}.${asText(value)}`);
  };
}

function useChangePolicy({ code, policy }: Program): Act {
  const { t } = useTranslation();
  const meaning = useMeaning();
  const fields = ALL.map(({ name, choices, counts }): Field => {
    const label = t(`programs.settings.${name}.name`);
    const initial = policy[name];
    if (choices)
      return {
        ...{ name, label, initial, kind: 'choice', isRequired: true },
        choices: choices.map((value) => ({ value, label: t(`programs.short.${value}`) })),
      };
    if (counts === 'quantity') return { name, label, initial: initial ?? '', hint: t('programs.debtHint') };
    if (counts) return { name, label: `${label} (${t(`programs.counts.${counts}`)})`, initial, kind: 'number' };
    return {
      ...{ name, label, initial: initial === true ? 'yes' : 'no', kind: 'choice', isRequired: true },
      choices: (['yes', 'no'] as const).map((value) => ({ value, label: t(`programs.settings.${name}.${value}`) })),
      send: (value) => value === 'yes',
    };
  });
  const valueOf = (name: keyof Policy, values: Values): unknown =>
    typeof policy[name] === 'boolean' ? values[name] === 'yes' : values[name];
  const changed = (values: Values) =>
    ALL.filter(({ name }) => asText(valueOf(name, values) ?? '') !== asText(policy[name] ?? '')).map(
      ({ name }) => name,
    );
  return {
    title: t('programs.changePolicy'),
    verb: t('programs.changePolicy'),
    what: `PUT /v1/programs/${code}/policy`,
    changes: ['/v1/programs'],
    fields,
    effect: (values) => {
      const names = changed(values);
      if (names.length === 0) return <Text size="sm">{t('act.nothing')}</Text>;
      const shown = names.map((name) => (
        <div key={name}>
          <Text size="sm" c="dimmed" td="line-through">
            {meaning(name, policy[name])}
          </Text>
          <Text size="sm" mb="xs">
            {meaning(name, values[name] === '' ? undefined : valueOf(name, values))}
          </Text>
        </div>
      ));
      return (
        <>
          {shown}
          <SecondPersonNotice text={t('second.looser')} />
        </>
      );
    },
  };
}
