import './acts.css';
import { Anchor, Badge, Box, SimpleGrid, Skeleton, Stack, Tabs } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../kit/failed.tsx';
import { RecordHead } from '../kit/record-head.tsx';

export { Figures } from '../kit/figures.tsx';

const GOOD = new Set([
  'active',
  'open',
  'released',
  'approved',
  'delivered',
  'claimed',
  'up',
  'received',
  'sent',
  'live',
  'published',
]);
const BAD = new Set(['blocked', 'suspended', 'declined', 'failed', 'refused', 'lost', 'stopped', 'dead', 'revoked']);

/** The state of a thing as a word; red only for refusal and loss. */
export function State({ is }: { readonly is: string }) {
  const { t } = useTranslation();
  const color = GOOD.has(is) ? 'green' : BAD.has(is) ? 'red' : 'gray';
  return (
    <Badge color={color} variant="light" tt="none" fw={500} miw="max-content" autoContrast>
      {t(`state.${is}`, is)}
    </Badge>
  );
}

type HeadProps = {
  readonly title: string;
  readonly state?: string | undefined;
  readonly back?:
    | { readonly to: string; readonly label: string; readonly search?: Readonly<Record<string, string>> }
    | undefined;
  readonly acts?: ReactNode;
  readonly under?: ReactNode;
};

/** The first line of a screen, with the way back to its list. */
export function Head({ title, state, back, acts, under }: HeadProps) {
  return (
    <Box>
      {back && (
        <Anchor component={Link} to={back.to as never} search={(back.search ?? {}) as never} size="sm" c="dimmed">
          ← {back.label}
        </Anchor>
      )}
      <RecordHead title={title} state={state && <State is={state} />} under={under} acts={acts} />
    </Box>
  );
}

/** Facts of a thing, name beside value; what is not known is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="record-facts">
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

type AskedState = {
  readonly isPending: boolean;
  /** `idle` while there is nothing to ask for. */
  readonly fetchStatus: string;
  readonly error: Error | null;
};

/** What stands in place of a thing that is on its way, or that could not be had. */
export function Waiting({ of: { isPending, fetchStatus, error } }: { readonly of: AskedState }) {
  if (error) return <Failed error={error} />;
  if (!isPending || fetchStatus === 'idle') return null;
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

/** The parts of a thing, one at a time. Which one stands in the address, so that a way back leads to it. */
export function Parts({ parts }: { readonly parts: readonly Part[] }) {
  const navigate = useNavigate();
  const { part } = useSearch({ strict: false }) as { part?: string };
  const shown = parts.find(({ key }) => key === part) ?? parts[0];
  const show = (key: string | null): void =>
    void navigate({
      ...{ to: '.', replace: true, resetScroll: false },
      search: ((now: object) => ({ ...now, part: key ?? undefined })) as never,
    });
  return (
    <Tabs value={shown?.key ?? null} onChange={show} keepMounted={false}>
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
