import { Anchor, Badge, Button, Group, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutlet } from '../api/outlets.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { isZero } from '../kit/decimal.ts';
import { Failed } from '../kit/failed.tsx';
import { Moment } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { useTimeline, type TimelineEntry } from './member-data.ts';
import { WhatHappened } from './what-happened.tsx';

/** What happened to a member, newest first, each entry with what it did to the wallets; one opens where it stands. */
export function Timeline({ member, title }: { readonly member: string; readonly title?: string }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(member, true);
  const entries = data?.pages.flatMap(({ items }) => items);
  return (
    <Section
      title={title ?? t('member.timeline')}
      {...(title === undefined && {
        acts: (
          <Anchor component={Link} to={'/operations' as never} search={{ member } as never} size="sm">
            {t('member.allOperations')}
          </Anchor>
        ),
      })}
    >
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {!entries && !error && (
        <Stack gap="sm" aria-busy="true">
          {Array.from({ length: 6 }, (_, n) => (
            <Skeleton key={n} h={38} />
          ))}
        </Stack>
      )}
      {entries?.length === 0 && <Text c="dimmed">{t('member.noTimeline')}</Text>}
      {entries && entries.length > 0 && (
        <ol className="timeline">
          {entries.map((entry) => (
            <Entry key={entry.operation} entry={entry} />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button mt="sm" variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('member.more')}
        </Button>
      )}
    </Section>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const outlet = useOutlet()(entry.outlet);
  return (
    <li>
      <UnstyledButton
        className="timeline-line"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <span>
          <Text span fw={500} fz="sm">
            {t([`operation.kind.${entry.kind}`, 'operation.kind.other'])}
          </Text>{' '}
          <Text span fz="sm">
            {entry.total && <Quantity value={entry.total.amount} unit={entry.total.unit} />}
            {entry.reason !== undefined && t([`member.reasons.${entry.reason}`, entry.reason])}
          </Text>
        </span>
        <Changes changes={entry.changes} />
        <Text span fz="xs" c="dimmed">
          <Moment at={entry.occurredAt} zone={outlet.zone} />
          {outlet.name !== '' && ` · ${outlet.name}`}
          {entry.receiptNumber !== undefined && ` · ${entry.receiptNumber}`}
        </Text>
        <Group gap={4} justify="flex-end">
          {entry.flags
            .filter((flag) => flag !== 'settled')
            .map((flag) => (
              <Badge key={flag} size="xs" color={flag === 'exception' ? 'yellow' : 'gray'}>
                {t(`operation.flag.${flag}`)}
              </Badge>
            ))}
        </Group>
      </UnstyledButton>
      <div id={id} hidden={!isOpen}>
        {isOpen && <WhatHappened operation={entry.home ?? entry.operation} />}
      </div>
    </li>
  );
}

/** Per wallet, what became of it; pending and owed are named, since they are not to be spent. */
function Changes({ changes }: { readonly changes: TimelineEntry['changes'] }) {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  const shown = changes.flatMap(({ walletType, booked, pending, owed }) => {
    const of = (value: string, account?: 'pending' | 'owed') =>
      isZero(value)
        ? []
        : [
            {
              value,
              unit: [walletWord(walletType, value), account && t(`operation.account.${account}`)]
                .filter(Boolean)
                .join(', '),
            },
          ];
    return [...of(booked), ...of(pending, 'pending'), ...of(owed, 'owed')];
  });
  return (
    <span className="changes">
      {shown.map(({ value, unit }) => (
        <Text key={unit} span fw={600} fz="sm" ml="xs">
          <Quantity value={value} unit={unit} isChange />
        </Text>
      ))}
    </span>
  );
}
