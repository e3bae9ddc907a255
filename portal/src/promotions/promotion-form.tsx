import {
  Alert,
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { useThing } from '../acts/use-thing.ts';
import { Section } from '../kit/section.tsx';
import { useProgram, useTold } from './area.tsx';
import { filledText, PartForm } from './part-form.tsx';
import type { Draft, Effect, Kind, Promotion } from './promotion-types.ts';

const STACKINGS = ['common', 'never', 'always'] as const;

type Props = {
  readonly promotion: Promotion;
  readonly problems: Draft['problems'];
  readonly onChange: (promotion: Promotion) => void;
  readonly onRemove: () => void;
};

/** Without a field when it is empty: absent and empty are not the same to the rulebook. */
const put = (promotion: Promotion, name: keyof Promotion, value: unknown): Promotion => {
  const { [name]: _old, ...rest } = promotion;
  const isEmpty = value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  return (isEmpty ? rest : { ...rest, [name]: value }) as Promotion;
};

/** One promotion: when, for whom, what it gives, and how it acts together with others. Conditions and effects come from the kinds. */
export function PromotionForm({ promotion, problems, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const told = useTold();
  const program = useProgram();
  const kinds = useThing<{ items: readonly Kind[] }>('/v1/promotion-kinds').data?.items ?? [];
  const wallets = useThing<{ items: readonly { code: string }[] }>(program && `/v1/programs/${program}/wallet-types`);
  const set = (name: keyof Promotion) => (value: unknown) => onChange(put(promotion, name, value));
  const setName = (language: 'en' | 'es', text: string): void => {
    const name = { en: '', es: '', ...promotion.name, [language]: text };
    onChange(put(promotion, 'name', name.en === '' && name.es === '' ? undefined : name));
  };
  const conditions = promotion.conditions ?? [];
  return (
    <Stack>
      {problems.map(({ place, text }) => (
        <Alert key={place + text.en} color="red" p="xs">
          <span className="mono">{place.replace(/^promotions\[\d+\]\.?/, '')}</span> {told(text)}
        </Alert>
      ))}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={t('promotions.code')}
          value={promotion.code}
          onChange={(e) => set('code')(e.currentTarget.value)}
        />
        <NumberInput
          label={t('promotions.priority')}
          description={t('promotions.priorityHint')}
          value={promotion.priority}
          min={0}
          onChange={(next) => set('priority')(Number(next) || 0)}
        />
        <TextInput
          label={t('promotions.nameEn')}
          value={promotion.name?.en ?? ''}
          onChange={(e) => setName('en', e.currentTarget.value)}
        />
        <TextInput
          label={t('promotions.nameEs')}
          value={promotion.name?.es ?? ''}
          onChange={(e) => setName('es', e.currentTarget.value)}
        />
        <DateInput
          label={t('promotions.from')}
          value={promotion.firstOn}
          onChange={(next) => next && set('firstOn')(next)}
          valueFormat="YYYY-MM-DD"
        />
        <DateInput
          label={t('promotions.to')}
          description={t('promotions.toHint')}
          value={promotion.lastOn ?? null}
          onChange={set('lastOn')}
          valueFormat="YYYY-MM-DD"
          clearable
        />
      </SimpleGrid>
      <Section title={t('promotions.conditions')}>
        <Stack gap="sm">
          {conditions.map((condition, n) => (
            <PartForm
              key={n}
              part={condition}
              kinds={kinds.filter(({ role }) => role === 'condition')}
              onChange={(next) => set('conditions')(conditions.map((old, at) => (at === n ? next : old)))}
              onRemove={() => set('conditions')(conditions.filter((_, at) => at !== n))}
            />
          ))}
          <AddPart
            label={t('promotions.addCondition')}
            kinds={kinds.filter(({ role }) => role === 'condition')}
            onChosen={({ code, version, example }) =>
              set('conditions')([...conditions, { kind: code, version, params: example }])
            }
          />
        </Stack>
      </Section>
      <Section title={t('promotions.effects')}>
        <Stack gap="sm">
          {promotion.effects.map((effect, n) => (
            <PartForm<Effect>
              key={n}
              part={effect}
              kinds={kinds.filter(({ role }) => role === 'effect')}
              wallets={wallets.data?.items.map(({ code }) => code) ?? []}
              onChange={(next) =>
                onChange({ ...promotion, effects: promotion.effects.map((old, at) => (at === n ? next : old)) })
              }
              onRemove={() => onChange({ ...promotion, effects: promotion.effects.filter((_, at) => at !== n) })}
            />
          ))}
          <AddPart
            label={t('promotions.addEffect')}
            kinds={kinds.filter(({ role }) => role === 'effect')}
            onChosen={({ code, version, example }) =>
              onChange({ ...promotion, effects: [...promotion.effects, { kind: code, version, params: example }] })
            }
          />
        </Stack>
      </Section>
      <Section title={t('promotions.together')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <Select
            label={t('promotions.stacking')}
            data={STACKINGS.map((value) => ({ value, label: t(`promotions.stackings.${value}`) }))}
            value={promotion.stacking ?? 'common'}
            onChange={(next) => set('stacking')(next === 'common' ? undefined : next)}
            allowDeselect={false}
          />
          <TextInput
            label={t('promotions.group')}
            value={promotion.group ?? ''}
            onChange={(e) => set('group')(e.currentTarget.value)}
          />
          <TagsInput
            label={t('promotions.excludes')}
            value={[...(promotion.excludes ?? [])]}
            onChange={set('excludes')}
            acceptValueOnBlur
          />
          <Switch
            label={t('promotions.stop')}
            mt="lg"
            checked={promotion.stop === true}
            onChange={(e) => set('stop')(e.currentTarget.checked || undefined)}
          />
        </SimpleGrid>
      </Section>
      <Group>
        <Button variant="subtle" color="red" onClick={onRemove}>
          {t('promotions.remove')}
        </Button>
      </Group>
    </Stack>
  );
}

type AddProps = { readonly label: string; readonly kinds: readonly Kind[]; readonly onChosen: (kind: Kind) => void };

function AddPart({ label, kinds, onChosen }: AddProps) {
  const told = useTold();
  return (
    <Select
      aria-label={label}
      placeholder={label}
      data={kinds.map(({ code, version, text }) => ({
        value: `${code} ${version}`,
        label: filledText(told(text), {}),
      }))}
      value={null}
      onChange={(chosen) => {
        const kind = kinds.find(({ code, version }) => `${code} ${version}` === chosen);
        if (kind) onChosen(kind);
      }}
      searchable
      maw={520}
    />
  );
}
