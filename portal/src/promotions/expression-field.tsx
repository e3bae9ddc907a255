import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { QueryBuilderMantine } from '@react-querybuilder/mantine';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryBuilder, type RuleGroupType } from 'react-querybuilder';
import 'react-querybuilder/dist/query-builder.css';
import { expressionOf, FACTS, factNamed, OPERATORS, readExpression } from './expression.ts';

type Props = {
  readonly value: string;
  readonly error?: string | undefined;
  readonly onChange: (value: string) => void;
};

/** A free condition: built from facts of the receipt, or written by hand. The text is what is kept. */
export function ExpressionField({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const [isByHand, setByHand] = useState(() => readExpression(value) === undefined);
  const [query, setQuery] = useState<RuleGroupType>(() => readExpression(value) ?? { combinator: 'and', rules: [] });
  const build = (next: RuleGroupType): void => {
    setQuery(next);
    const text = expressionOf(next);
    if (text !== value) onChange(text);
  };
  const toBuilder = (): void => {
    const read = readExpression(value);
    if (!read) return;
    setQuery(read);
    setByHand(false);
  };
  const isReadable = readExpression(value) !== undefined;
  return (
    <Stack gap="xs">
      {isByHand ? (
        <Textarea
          label={t('promotions.expression')}
          classNames={{ input: 'mono' }}
          value={value}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
          autosize
          minRows={2}
        />
      ) : (
        <>
          <QueryBuilderMantine>
            <QueryBuilder
              query={query}
              onQueryChange={build}
              fields={FACTS.map(({ name, is }) => ({
                name,
                label: t(`promotions.facts.${name.replace('.', '_')}`),
                ...(is === 'number' ? { inputType: 'number' } : is === 'day' ? { inputType: 'date' } : {}),
              }))}
              getOperators={(field) =>
                OPERATORS[factNamed(field).is].map((name) => ({ name, label: t(`promotions.operators.${name}`, name) }))
              }
              showNotToggle
              controlClassnames={{ queryBuilder: 'builder' }}
            />
          </QueryBuilderMantine>
          <Text size="xs" className="mono" c="dimmed" data-testid="expression">
            {value}
          </Text>
          {error && (
            <Text size="xs" c="red" role="alert">
              {error}
            </Text>
          )}
        </>
      )}
      <Group>
        {isByHand ? (
          <Button size="compact-xs" variant="default" disabled={!isReadable} onClick={toBuilder}>
            {t('promotions.useBuilder')}
          </Button>
        ) : (
          <Button size="compact-xs" variant="default" onClick={() => setByHand(true)}>
            {t('promotions.byHand')}
          </Button>
        )}
        {isByHand && !isReadable && (
          <Text size="xs" c="dimmed">
            {t('promotions.tooFree')}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
