import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { useApprovalKind } from './approval-words.tsx';
import type { Approval } from './approvals-page.tsx';

const SHOWN = 5;

/** What waits for a second person about this member or card; nothing where nothing does. */
export function WaitingOf({ subject }: { readonly subject: string }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const kindOf = useApprovalKind();
  const mayRead = may(session, 'approvals:read');
  const asked = useThing<{ items: readonly Approval[] }>(mayRead ? '/v1/approvals' : undefined, {
    query: { state: 'pending', subject, limit: SHOWN },
  });
  const items = asked.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={t('second.waiting')}>
      <Stack gap="xs">
        {items.map(({ id, kind, worth, requestedBy }) => (
          <Group key={id} gap="sm">
            <Anchor component={Link} to={`/approvals/${id}` as never} fz="sm">
              {kindOf(kind)}
            </Anchor>
            {worth && <Quantity value={worth.quantity} unit={worth.unit} />}
            {requestedBy.name !== undefined && (
              <Text size="sm" c="dimmed">
                {t('second.asked', { name: requestedBy.name })}
              </Text>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
