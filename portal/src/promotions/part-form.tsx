import { asText } from '../acts/field.ts';
import { Button, Group, Paper, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWalletWord } from '../api/wallet-word.ts';
import { useTold } from './area.tsx';
import { ExpressionField } from './expression-field.tsx';
import { LotRuleFields } from './lot-rule-fields.tsx';
import { useProblemAt } from './problem-beside.ts';
import type { Condition, Effect, Kind } from './promotion-types.ts';
import { SchemaFields } from './schema-fields.tsx';
import type { Schema } from './schema.ts';
import { useWorded } from './worded.ts';

type Props<Part> = {
  readonly part: Part;
  readonly kinds: readonly Kind[];
  /** Wallets into which an effect can pay; a condition pays nothing. */
  readonly wallets?: readonly string[];
  /** Where it stands in its promotion: `effects[0]`. */
  readonly place: string;
  readonly onChange: (part: Part) => void;
  readonly onRemove: () => void;
};

/** A kind's sentence with what is set; what is not, or is more than a word, stays open. */
export const filledText = (text: string, values: Readonly<Record<string, unknown>>): string =>
  text
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
      return value === undefined || value === null || typeof value === 'object' ? '…' : asText(value);
    })
    .replaceAll(/…(?:[\s,]*…)+/g, '…');

/** The kind of that code in its version; the newest where none is named, as the server takes it. */
export const kindOf = (kinds: readonly Kind[], code: string, version?: number): Kind | undefined =>
  kinds.findLast((one) => one.code === code && (version === undefined || one.version === version));

/** Each kind once, in its newest version: what may be added. */
export const newestOf = (kinds: readonly Kind[]): readonly Kind[] =>
  kinds.filter((one) => kindOf(kinds, one.code) === one);

/** One condition or effect: its kind in words, and a form that is drawn from what the kind says of its parameters. */
export function PartForm<Part extends Condition | Effect>({
  part,
  kinds,
  wallets,
  place,
  onChange,
  onRemove,
}: Props<Part>) {
  const { t } = useTranslation();
  const problemAt = useProblemAt();
  const walletWord = useWalletWord();
  const told = useTold();
  const worded = useWorded();
  const kind = kindOf(kinds, part.kind, part.version);
  const params = (part.params ?? {}) as Record<string, unknown>;
  const setParams = (next: unknown): void => onChange({ ...part, params: next as Part['params'] });
  const effect = part as Effect;
  const setEffect = (name: 'wallet' | 'cap' | 'overCap', value: string | null): void => {
    const { [name]: _old, ...rest } = effect;
    onChange((value ? { ...rest, [name]: value } : rest) as Part);
  };
  return (
    <Paper withBorder p="sm" component="section" aria-label={part.kind}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb="xs">
        <Text size="sm" fw={600}>
          {kind ? filledText(told(kind.text), worded({ ...params, wallet: effect.wallet })) : part.kind}
        </Text>
        <Button size="compact-xs" variant="subtle" color="red" onClick={onRemove}>
          {t('promotions.removeOne')}
        </Button>
      </Group>
      <Stack gap="sm">
        {part.kind === 'expression' ? (
          <ExpressionField
            value={asText(params.when ?? '')}
            error={problemAt(`${place}.params`)}
            onChange={(when) => setParams({ when })}
          />
        ) : (
          kind && (
            <SchemaFields
              schema={kind.params as Schema}
              value={params}
              place={`${place}.params`}
              onChange={setParams}
            />
          )
        )}
        {wallets && (
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
            <Select
              label={t('promotions.wallet')}
              data={wallets.map((code) => ({ value: code, label: walletWord(code) }))}
              value={effect.wallet ?? null}
              onChange={(next) => setEffect('wallet', next)}
              error={problemAt(`${place}.wallet`)}
              clearable
            />
            <TextInput
              label={t('promotions.cap')}
              value={effect.cap ?? ''}
              onChange={(event) => setEffect('cap', event.currentTarget.value)}
              error={problemAt(`${place}.cap`)}
            />
            <Select
              label={t('promotions.overCap')}
              data={['clip', 'reject'].map((value) => ({ value, label: t(`promotions.values.${value}`) }))}
              value={effect.overCap ?? null}
              onChange={(next) => setEffect('overCap', next)}
              clearable
            />
          </SimpleGrid>
        )}
        {wallets && effect.wallet && (
          <LotRuleFields effect={effect} place={place} onChange={(next) => onChange(next as Part)} />
        )}
      </Stack>
    </Paper>
  );
}
