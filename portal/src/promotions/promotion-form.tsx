import { Alert, Button, Group, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useThing } from '../acts/use-thing.ts';
import { Section } from '../kit/section.tsx';
import { useProgram, useTold } from './area.tsx';
import { LimitsFields } from './limits-fields.tsx';
import { filledText, newestOf, PartForm } from './part-form.tsx';
import { hasField, ProblemsHere } from './problem-beside.ts';
import { SignalsFields } from './signals-fields.tsx';
import { PromotionHead, TogetherFields } from './promotion-head.tsx';
import type { Draft, Effect, Kind, Promotion } from './promotion-types.ts';

type Props = {
  readonly promotion: Promotion;
  /** Those of this promotion, each with its place in it. */
  readonly problems: Draft['problems'];
  /** Codes of the groups that the rulebook has. */
  readonly groups: readonly string[];
  readonly onChange: (promotion: Promotion) => void;
  readonly onRemove: () => void;
};

/** Without a field when it is empty: absent and empty are not the same to the rulebook. */
const put = (promotion: Promotion, name: keyof Promotion, value: unknown): Promotion => {
  const { [name]: _old, ...rest } = promotion;
  const isEmpty = value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  return (isEmpty ? rest : { ...rest, [name]: value }) as Promotion;
};

/** One promotion: when, for whom, what it gives and how much of it at most, and how it acts together with others. */
export function PromotionForm({ promotion, problems, groups, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const told = useTold();
  const program = useProgram();
  const kinds = useThing<{ items: readonly Kind[] }>('/v1/promotion-kinds').data?.items ?? [];
  const wallets = useThing<{ items: readonly { code: string }[] }>(program && `/v1/programs/${program}/wallet-types`);
  const set = (name: keyof Promotion) => (value: unknown) => onChange(put(promotion, name, value));
  const conditions = promotion.conditions ?? [];
  const setEffects = (effects: readonly Effect[]): void => onChange({ ...promotion, effects: [...effects] });
  return (
    <ProblemsHere value={problems}>
      <Stack>
        {problems
          .filter(({ place }) => !hasField(place))
          .map(({ place, text }) => (
            <Alert key={place + text.en} color="red" p="xs">
              <span className="mono">{place}</span> {told(text)}
            </Alert>
          ))}
        <PromotionHead promotion={promotion} set={set} />
        <Section title={t('promotions.conditions')}>
          <Stack gap="sm">
            {conditions.map((condition, n) => (
              <PartForm
                key={n}
                part={condition}
                place={`conditions[${n}]`}
                kinds={kinds.filter(({ role }) => role === 'condition')}
                onChange={(next) => set('conditions')(conditions.map((old, at) => (at === n ? next : old)))}
                onRemove={() => set('conditions')(conditions.filter((_, at) => at !== n))}
              />
            ))}
            <AddPart
              label={t('promotions.addCondition')}
              kinds={newestOf(kinds.filter(({ role }) => role === 'condition'))}
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
                place={`effects[${n}]`}
                kinds={kinds.filter(({ role }) => role === 'effect')}
                wallets={wallets.data?.items.map(({ code }) => code) ?? []}
                onChange={(next) => setEffects(promotion.effects.map((old, at) => (at === n ? next : old)))}
                onRemove={() => setEffects(promotion.effects.filter((_, at) => at !== n))}
              />
            ))}
            <AddPart
              label={t('promotions.addEffect')}
              kinds={newestOf(kinds.filter(({ role }) => role === 'effect'))}
              onChosen={({ code, version, example }) =>
                setEffects([...promotion.effects, { kind: code, version, params: example }])
              }
            />
          </Stack>
        </Section>
        <Section title={t('promotions.limits')}>
          <LimitsFields limits={promotion.limits ?? []} onChange={set('limits')} />
        </Section>
        <Section title={t('signals.fields.title')}>
          <SignalsFields signals={promotion.signals ?? []} onChange={set('signals')} />
        </Section>
        <Section title={t('promotions.together')}>
          <TogetherFields promotion={promotion} groups={groups} set={set} />
        </Section>
        <Group>
          <Button variant="subtle" color="red" onClick={onRemove}>
            {t('promotions.remove')}
          </Button>
        </Group>
      </Stack>
    </ProblemsHere>
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
      // Nothing can be chosen before it is known what there is.
      disabled={kinds.length === 0}
      onChange={(chosen) => {
        const kind = kinds.find(({ code, version }) => `${code} ${version}` === chosen);
        if (kind) onChosen(kind);
      }}
      searchable
      maw={520}
    />
  );
}
