import { Button, Group, Paper, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../kit/section.tsx';
import { useTold } from './area.tsx';
import type { Content, Draft } from './promotion-types.ts';
import { RulebookCaps, type Cap } from './rulebook-caps.tsx';

type Group_ = { readonly code: string; readonly evaluate: string; readonly scope?: string };
const BASES = ['gross', 'net', 'net_of_points', 'net_of_gift_cards'] as const;
const EVALUATED = ['stack', 'first', 'highest', 'lowest'] as const;
const SCOPES = ['basket', 'line'] as const;

type Props = {
  readonly content: Content;
  readonly problems: Draft['problems'];
  readonly onChange: (content: Content) => void;
};

/** What holds for the whole rulebook: what counts as spent, groups of which not all promotions act, and what all of them together give at most. */
export function RulebookSettings({ content, problems, onChange }: Props) {
  const { t } = useTranslation();
  const told = useTold();
  const groups = (content.groups ?? []) as readonly Group_[];
  const wrong = (place: string): string | undefined => {
    const found = problems.find((one) => one.place === place || one.place.startsWith(`${place}.`));
    return found && told(found.text);
  };
  const putGroups = (next: readonly Group_[]): void => {
    const { groups: _old, ...rest } = content;
    onChange(next.length > 0 ? { ...rest, groups: next } : rest);
  };
  const setGroup = (n: number, change: Partial<Group_>): void =>
    putGroups(groups.map((old, at) => (at === n ? { ...old, ...change } : old)));
  return (
    <Stack maw={760}>
      <Select
        label={t('promotions.earnBase')}
        description={t('promotions.earnBaseHint')}
        data={BASES.map((value) => ({ value, label: t(`promotions.values.${value}`) }))}
        value={(content.earnBase as string | undefined) ?? null}
        onChange={(next) => next && onChange({ ...content, earnBase: next })}
        allowDeselect={false}
        error={wrong('earnBase')}
        maw={360}
      />
      <Section title={t('promotions.groups')}>
        <Text size="sm" c="dimmed" mb="sm">
          {t('promotions.groupsWhy')}
        </Text>
        <Stack gap="sm">
          {groups.map((group, n) => (
            <Paper key={n} withBorder p="sm" component="section" aria-label={group.code || t('promotions.group')}>
              <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
                <TextInput
                  label={t('promotions.groupCode')}
                  value={group.code}
                  onChange={(event) => setGroup(n, { code: event.currentTarget.value })}
                  error={wrong(`groups[${n}].code`) ?? wrong(`groups[${n}]`)}
                />
                <Select
                  label={t('promotions.evaluate')}
                  data={EVALUATED.map((value) => ({ value, label: t(`promotions.evaluates.${value}`) }))}
                  value={group.evaluate}
                  onChange={(next) => next && setGroup(n, { evaluate: next })}
                  allowDeselect={false}
                />
                <Select
                  label={t('promotions.scope')}
                  data={SCOPES.map((value) => ({ value, label: t(`promotions.scopes.${value}`) }))}
                  value={group.scope ?? 'basket'}
                  onChange={(next) => next && setGroup(n, { scope: next })}
                  allowDeselect={false}
                />
              </SimpleGrid>
              <Button
                mt="xs"
                size="compact-xs"
                variant="subtle"
                color="red"
                onClick={() => putGroups(groups.filter((_, at) => at !== n))}
              >
                {t('promotions.removeGroup')}
              </Button>
            </Paper>
          ))}
          <Group>
            <Button
              size="xs"
              variant="default"
              onClick={() => putGroups([...groups, { code: `group-${groups.length + 1}`, evaluate: 'highest' }])}
            >
              {t('promotions.addGroup')}
            </Button>
          </Group>
        </Stack>
      </Section>
      <RulebookCaps
        caps={(content.caps ?? []) as readonly Cap[]}
        wrong={wrong}
        onChange={(next) => {
          const { caps: _old, ...rest } = content;
          onChange(next.length > 0 ? { ...rest, caps: next } : rest);
        }}
      />
    </Stack>
  );
}
