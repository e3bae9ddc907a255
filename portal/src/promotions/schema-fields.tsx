import { asText } from '../acts/field.ts';
import {
  Button,
  Fieldset,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemAt } from './problem-beside.ts';
import { bareSchema, blankOf, type Schema } from './schema.ts';
import { DayInput } from '../kit/day-input.tsx';

type Props = {
  readonly schema: Schema;
  readonly name: string;
  readonly value: unknown;
  readonly isRequired?: boolean;
  /** Where the value stands in its promotion, as problems name it. */
  readonly place: string;
  readonly onChange: (value: unknown) => void;
};

/** What a parameter is called: the words know the common ones, else its own name, made readable. */
function useLabel(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => t(`promotions.params.${name}`, name.replaceAll(/([A-Z])/g, ' $1').toLowerCase());
}

/** A field for whatever a kind's JSON Schema describes, drawn from the schema alone. */
export function SchemaField({ schema, name, value, isRequired = false, place, onChange }: Props) {
  const { t } = useTranslation();
  const problemAt = useProblemAt();
  const label = useLabel()(name);
  const shape = bareSchema(schema);
  const common = { label, withAsterisk: isRequired, size: 'sm' as const, error: problemAt(place) };
  if (shape.enum) {
    const data = shape.enum.map((one) => ({
      value: String(one),
      label: t(`promotions.values.${String(one)}`, String(one)),
    }));
    return (
      <Select
        {...common}
        data={data}
        value={value === undefined ? null : asText(value)}
        onChange={(next) => onChange(next ?? undefined)}
        placeholder={
          shape.default === undefined
            ? undefined
            : t(`promotions.values.${asText(shape.default)}`, asText(shape.default))
        }
        clearable={!isRequired}
      />
    );
  }
  if (shape.type === 'array')
    return <ListField {...{ shape, name, value, label, isRequired, place, error: problemAt(place), onChange }} />;
  if (shape.type === 'object')
    return shape.properties ? (
      <Fieldset legend={label} p="sm" className="whole-row">
        <SchemaFields schema={shape} value={value} place={place} hasMore onChange={onChange} />
      </Fieldset>
    ) : (
      <PairsField {...{ label, value, error: problemAt(place), onChange }} />
    );
  if (shape.type === 'boolean')
    return (
      <Switch
        label={label}
        checked={(value ?? shape.default) === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  if (shape.type === 'integer' || shape.type === 'number')
    return (
      <NumberInput
        {...common}
        value={(value as number | undefined) ?? ''}
        allowDecimal={shape.type === 'number'}
        {...(shape.minimum === undefined ? {} : { min: shape.minimum })}
        {...(shape.maximum === undefined ? {} : { max: shape.maximum })}
        placeholder={shape.default === undefined ? undefined : asText(shape.default)}
        onChange={(next) => onChange(next === '' ? undefined : next)}
      />
    );
  if (shape.format === 'date')
    return (
      <DayInput
        {...common}
        value={(value as string | undefined) ?? null}
        onChange={(next) => onChange(next ?? undefined)}
        clearable
      />
    );
  return (
    <TextInput
      {...common}
      value={(value as string | undefined) ?? ''}
      placeholder={shape.default === undefined ? undefined : asText(shape.default)}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}

type FieldsProps = {
  readonly schema: Schema;
  readonly value: unknown;
  readonly place: string;
  /** Whether what is not set and need not be stays behind a button. */
  readonly hasMore?: boolean;
  readonly onChange: (value: unknown) => void;
};

const MORE_FROM = 4;

/** All parameters of an object, two in a row; what is empty is left out. */
export function SchemaFields({ schema, value, place, hasMore = false, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const { properties = {}, required = [] } = bareSchema(schema);
  const now = (value ?? {}) as Record<string, unknown>;
  const all = Object.keys(properties);
  if (all.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('promotions.noParams')}
      </Text>
    );
  const put = (name: string, next: unknown): void => {
    const { [name]: _old, ...rest } = now;
    onChange(next === undefined ? rest : { ...rest, [name]: next });
  };
  const isFolded = hasMore && !isWhole && all.length > MORE_FROM;
  const names = isFolded ? all.filter((name) => required.includes(name) || now[name] !== undefined) : all;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs">
        {names.map((name) => (
          <SchemaField
            key={name}
            name={name}
            schema={properties[name]!}
            value={now[name]}
            place={`${place}.${name}`}
            isRequired={required.includes(name)}
            onChange={(next) => put(name, next)}
          />
        ))}
      </SimpleGrid>
      {isFolded && names.length < all.length && (
        <Button size="compact-xs" variant="default" w="fit-content" onClick={() => setWhole(true)}>
          {t('promotions.moreFields', { n: all.length - names.length })}
        </Button>
      )}
    </Stack>
  );
}

type ListProps = {
  readonly shape: Schema;
  readonly name: string;
  readonly label: string;
  readonly value: unknown;
  readonly isRequired: boolean;
  readonly place: string;
  readonly error: string | undefined;
  readonly onChange: (value: unknown) => void;
};

function ListField({ shape, name, label, value, isRequired, place, error, onChange }: ListProps) {
  const { t } = useTranslation();
  const item = bareSchema(shape.items ?? {});
  const items = (value ?? []) as readonly unknown[];
  const put = (next: readonly unknown[]): void => onChange(next.length === 0 ? undefined : next);
  if (item.enum)
    return (
      <MultiSelect
        label={label}
        error={error}
        withAsterisk={isRequired}
        data={item.enum.map((one) => ({
          value: String(one),
          label: t(`promotions.values.${String(one)}`, String(one)),
        }))}
        value={items.map(String)}
        onChange={put}
        clearable
      />
    );
  if (item.type === 'object')
    return (
      <Fieldset legend={label} p="sm" className="whole-row">
        <Stack gap="sm">
          {items.map((one, n) => (
            <Stack key={n} gap="xs">
              <SchemaFields
                schema={item}
                value={one}
                place={`${place}[${n}]`}
                onChange={(next) => put(items.map((old, at) => (at === n ? next : old)))}
              />
              <Button
                size="compact-xs"
                variant="subtle"
                color="red"
                w="fit-content"
                onClick={() => put(items.filter((_, at) => at !== n))}
              >
                {t('promotions.removeOne')}
              </Button>
            </Stack>
          ))}
          <Group>
            <Button size="compact-xs" variant="default" onClick={() => put([...items, blankOf(item)])}>
              {t('promotions.addOne', { what: name })}
            </Button>
          </Group>
        </Stack>
      </Fieldset>
    );
  return (
    <TagsInput
      label={label}
      error={error}
      withAsterisk={isRequired}
      value={items.map(String)}
      onChange={put}
      splitChars={[',', ';']}
      acceptValueOnBlur
    />
  );
}

type PairsProps = {
  readonly label: string;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly onChange: (value: unknown) => void;
};

/** Names with a value each, as `milk = 0.80`. */
function PairsField({ label, value, error, onChange }: PairsProps) {
  const { t } = useTranslation();
  const pairs = Object.entries((value ?? {}) as Record<string, string>).map(([name, of]) => `${name} = ${of}`);
  const read = (lines: readonly string[]): void =>
    onChange(
      Object.fromEntries(
        lines.map((line) => {
          const [name = '', ...rest] = line.split('=');
          return [name.trim(), rest.join('=').trim()];
        }),
      ),
    );
  return (
    <TagsInput
      label={label}
      error={error}
      description={t('promotions.pairs')}
      value={pairs}
      onChange={read}
      acceptValueOnBlur
    />
  );
}
