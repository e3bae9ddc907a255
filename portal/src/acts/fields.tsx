import {
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
  type ComboboxData,
} from '@mantine/core';
import type { Field, Values } from './field.ts';
import { DayInput, InstantInput } from '../kit/day-input.tsx';

type Props = {
  readonly fields: readonly Field[];
  readonly values: Values;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: unknown) => void;
};

/** The fields of a form, one below the other, each with what was refused about it. */
export function Fields({ fields, values, errors, onChange }: Props) {
  return fields
    .filter(({ isShown }) => !isShown || isShown(values))
    .map((field, n) => (
      <OneField
        key={field.name}
        field={field}
        value={values[field.name]}
        error={errors[field.name]}
        isFirst={n === 0}
        onChange={(value) => onChange(field.name, value)}
      />
    ));
}

type OneProps = {
  readonly field: Field;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly isFirst: boolean;
  readonly onChange: (value: unknown) => void;
};

function OneField({ field, value, error, isFirst, onChange }: OneProps) {
  const { label, hint, kind = 'text', isRequired = false, choices = [], isMono, name } = field;
  const common = {
    label,
    name,
    description: hint,
    error,
    // A day opens its calendar when it is reached, which would cover the rest of the sheet.
    'data-autofocus': (isFirst && kind !== 'day' && kind !== 'instant') || undefined,
  };
  const typed = {
    ...common,
    withAsterisk: isRequired,
    'aria-required': isRequired || undefined,
    value: value as string,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
    autoComplete: 'off',
    ...(isMono ? { classNames: { input: 'mono' } } : {}),
  };
  const data = choices as ComboboxData;
  switch (kind) {
    case 'long':
      return <Textarea {...typed} autosize minRows={2} maxRows={10} />;
    case 'secret':
      // The library marks only what is around the input.
      return <PasswordInput {...typed} aria-invalid={error !== undefined || undefined} autoComplete="new-password" />;
    case 'number':
      return (
        <NumberInput
          {...common}
          withAsterisk={isRequired}
          value={(value as number | '') ?? ''}
          onChange={onChange}
          allowDecimal={false}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          withAsterisk={isRequired}
          data={data}
          value={(value as string) || null}
          onChange={(next) => onChange(next ?? '')}
          searchable={choices.length > 8}
          allowDeselect={!isRequired}
          clearable={!isRequired}
        />
      );
    case 'choices':
      return (
        <MultiSelect
          {...common}
          withAsterisk={isRequired}
          data={data}
          value={value as string[]}
          onChange={onChange}
          searchable
          clearable
        />
      );
    case 'tags':
      return (
        <TagsInput
          {...common}
          withAsterisk={isRequired}
          value={value as string[]}
          onChange={onChange}
          acceptValueOnBlur
          splitChars={[',', ';']}
          data={choices.map((choice) => choice.value)}
        />
      );
    case 'yes':
      return (
        <Switch
          label={label}
          name={name}
          description={hint}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'day':
      return (
        <DayInput
          {...common}
          withAsterisk={isRequired}
          value={(value as string) || null}
          onChange={(next) => onChange(next ?? '')}
          clearable={!isRequired}
        />
      );
    case 'instant':
      return (
        <InstantInput
          {...common}
          withAsterisk={isRequired}
          value={(value as string) || null}
          onChange={(next) => onChange(next ?? '')}
          clearable={!isRequired}
        />
      );
    default:
      return <TextInput {...typed} />;
  }
}
