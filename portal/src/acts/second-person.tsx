import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { aloneSchema } from '../../../contract/staff.ts';
import { addDecimals, isDecimal, isNegative, negated, readableDecimal } from '../kit/decimal.ts';
import { useThing } from './use-thing.ts';

type Alone = z.output<typeof aloneSchema>;

/** The answer to an act that waits for a second person, in place of the act's own. */
export type Waits = { readonly approval: string };

/** Whether it waits: the API answers so in place of what was asked for. */
export const isWaiting = (answer: unknown): answer is Waits =>
  typeof answer === 'object' &&
  answer !== null &&
  'approval' in answer &&
  typeof answer.approval === 'string' &&
  // An approval that was asked for, or a thing with its request, which has words of its own.
  'state' in answer &&
  Object.keys(answer).every((name) => ['approval', 'state', 'refused'].includes(name));

/** What an act by hand moves: of which kind, in which unit, how much as it is typed. */
export type ByHand = { readonly kind: string; readonly unit: string; readonly amount: string };

const absolute = (text: string): string => (isNegative(text) ? negated(text) : text);
const isMore = (text: string, than: string): boolean => isNegative(addDecimals(than, negated(absolute(text))));

/** Says before anything is sent that somebody else will be asked, where it is more than one may alone now. */
export function AloneNotice({ kind, unit, amount }: ByHand) {
  const { t, i18n } = useTranslation();
  const { data } = useThing<Alone>('/v1/portal/alone', { query: { kind, unit } });
  if (!data || !isDecimal(amount) || !isMore(amount, data.upTo)) return null;
  const upTo = readableDecimal(data.upTo, i18n.language);
  return <SecondPersonNotice text={t('second.beyond', { upTo, unit: t(`second.units.${unit}`, unit) })} />;
}

/** Says that somebody else will be asked, whatever the amount. */
export function SecondPersonNotice({ text }: { readonly text?: string }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" mt="xs" role="note">
      {text ?? t('second.always')}
    </Text>
  );
}

/** It waits: where the request goes on. */
export function WaitsForSecond({ approval }: Waits) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <span>{t('second.waits')}</span>
      <Anchor component={Link} to={`/approvals/${approval}` as never} fz="sm">
        {t('second.request')}
      </Anchor>
    </Stack>
  );
}

/** The same in place of a form. */
export function WaitsPanel({ approval, onClose }: Waits & { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="green" role="status">
        <WaitsForSecond approval={approval} />
      </Alert>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('act.close')}</Button>
      </Group>
    </Stack>
  );
}
