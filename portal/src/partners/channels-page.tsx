import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Head, State, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Section } from '../kit/section.tsx';
import { PartnersArea } from './area.tsx';
import { useChannelForm } from './channel-form.ts';
import type { Sender } from './partner-types.ts';

const KINDS = ['email', 'sms', 'push'] as const;

/** How messages to people go out, and whether they do. */
export function ChannelsPage() {
  const { t } = useTranslation();
  const asked = useThing<{ items: readonly Sender[] }>('/v1/channels');
  const [act, setAct] = useState<Act>();
  return (
    <PartnersArea>
      <Head title={t('partners.channels')} under={t('partners.channelsWhy')} />
      {!asked.data && <Waiting of={asked} />}
      {asked.data &&
        KINDS.map((kind) => (
          <Channel key={kind} kind={kind} sender={asked.data.items.find((one) => one.kind === kind)} onAct={setAct} />
        ))}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PartnersArea>
  );
}

type ChannelProps = {
  readonly kind: (typeof KINDS)[number];
  readonly sender: Sender | undefined;
  readonly onAct: (act: Act) => void;
};

function Channel({ kind, sender, onAct }: ChannelProps) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const set = useChannelForm(kind, sender);
  const test: Act = {
    title: t('partners.testChannel'),
    verb: t('partners.testChannel'),
    what: `POST /v1/channels/${kind}/test`,
    isNamed: true,
    changes: ['/v1/channels', '/v1/messages'],
    fields: [
      kind === 'email'
        ? { name: 'email', label: t('signIn.email'), isRequired: true }
        : kind === 'sms'
          ? { name: 'phone', label: t('partners.phone'), isRequired: true }
          : { name: 'member', label: t('partners.member'), isRequired: true, isMono: true },
    ],
  };
  const forget: Act = {
    title: t('partners.forgetChannel'),
    verb: t('partners.forgetChannel'),
    what: `DELETE /v1/channels/${kind}`,
    isDangerous: true,
    changes: ['/v1/channels'],
    effect: () => t('partners.forgetEffect'),
  };
  return (
    <Section
      title={t(`partners.kinds.${kind}`)}
      acts={
        <Group gap="xs">
          {sender && may(session, 'messages:write') && (
            <Button size="xs" variant="default" onClick={() => onAct(test)}>
              {t('partners.testChannel')}
            </Button>
          )}
          {may(session, 'settings:write') && sender && (
            <Button size="xs" variant="default" onClick={() => onAct(forget)}>
              {t('partners.forgetChannel')}
            </Button>
          )}
          {may(session, 'settings:write') && (
            <Button size="xs" variant="default" onClick={() => onAct(set)}>
              {set.verb}
            </Button>
          )}
        </Group>
      }
    >
      {sender ? (
        <Stack gap="xs">
          <State is={sender.health} />
          <Facts
            facts={[
              ...Object.entries(sender.settings)
                .filter(([, value]) => typeof value !== 'object')
                .map(([name, value]) => [t(`partners.channelFields.${name}`, name), String(value)] as const),
              [t('partners.secretsSet'), sender.secretsSet.join(', ')],
              [t('partners.lastSent'), <When key="sent" at={sender.lastSentAt} />],
              [t('partners.lastError'), sender.lastError],
              [t('partners.nextTry'), sender.nextTryAt && <When key="next" at={sender.nextTryAt} />],
            ]}
          />
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          {t('partners.noChannel')}
        </Text>
      )}
    </Section>
  );
}
