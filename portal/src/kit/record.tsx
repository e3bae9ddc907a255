import './kit.css';
import { Alert, Anchor, Badge, Box, Group, SimpleGrid, Skeleton, Stack, Tabs, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const GOOD = new Set(['active', 'open', 'released', 'approved', 'delivered', 'claimed', 'up', 'received', 'sent']);
const BAD = new Set(['blocked', 'suspended', 'declined', 'failed', 'refused', 'lost', 'stopped', 'dead', 'revoked']);

/** The state of a thing as a word; red only for refusal and loss. */
export function State({ is }: { readonly is: string }) {
  const { t } = useTranslation();
  const color = GOOD.has(is) ? 'green' : BAD.has(is) ? 'red' : 'gray';
  return (
    <Badge color={color} variant="light" tt="none" fw={500} autoContrast>
      {t(`state.${is}`, is)}
    </Badge>
  );
}

type HeadProps = {
  readonly title: ReactNode;
  readonly state?: string | undefined;
  readonly back?: { readonly to: string; readonly label: string } | undefined;
  readonly acts?: ReactNode;
  readonly under?: ReactNode;
};

/** The first line of a screen: what it is, its state, and what can be done on the right. */
export function Head({ title, state, back, acts, under }: HeadProps) {
  return (
    <Box>
      {back && (
        <Anchor component={Link} to={back.to as never} size="sm" c="dimmed">
          ← {back.label}
        </Anchor>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm">
          <Title order={1}>{title}</Title>
          {state && <State is={state} />}
        </Group>
        {acts && <Group gap="xs">{acts}</Group>}
      </Group>
      {under && (
        <Text c="dimmed" size="sm" maw={720}>
          {under}
        </Text>
      )}
    </Box>
  );
}

export type Figure = { readonly label: string; readonly value: ReactNode; readonly note?: ReactNode };

/** Three to five figures of a thing, side by side. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: Math.min(figures.length, 5) }} spacing="lg" className="figures">
      {figures.map(({ label, value, note }) => (
        <div key={label}>
          <Text size="xs" c="dimmed">
            {label}
          </Text>
          <Text size="lg" fw={600} component="div">
            {value}
          </Text>
          {note && (
            <Text size="xs" c="dimmed">
              {note}
            </Text>
          )}
        </div>
      ))}
    </SimpleGrid>
  );
}

/** Facts of a thing, name beside value; what is not known is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

type AskedState = { readonly isPending: boolean; readonly error: Error | null };

/** What stands in place of a thing that is on its way, or that could not be had. */
export function Waiting({ of: { isPending, error } }: { readonly of: AskedState }) {
  const { t } = useTranslation();
  if (error)
    return (
      <Alert color="red" title={t('list.refused')}>
        {error.message}
      </Alert>
    );
  if (!isPending) return null;
  return (
    <Stack gap="md" aria-busy>
      <Skeleton h={28} w={260} />
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {[1, 2, 3, 4].map((n) => (
          <Skeleton key={n} h={40} />
        ))}
      </SimpleGrid>
      <Skeleton h={160} />
    </Stack>
  );
}

export type Part = { readonly key: string; readonly label: string; readonly show: () => ReactNode };

/** The parts of a thing, one at a time. */
export function Parts({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <Tabs defaultValue={parts[0]?.key ?? null} keepMounted={false}>
      <Tabs.List mb="md">
        {parts.map(({ key, label }) => (
          <Tabs.Tab key={key} value={key}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(({ key, show }) => (
        <Tabs.Panel key={key} value={key}>
          {show()}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
