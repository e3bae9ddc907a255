import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Head, State, Waiting } from '../acts/record.tsx';
import { Copied, When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Section } from '../kit/section.tsx';
import { MessagesArea } from './area.tsx';
import { useSenderForm } from './sender-form.ts';
import type { Sender } from './message-types.ts';

const KINDS = ['email', 'sms', 'push'] as const;

/** How messages to people go out, and whether they do. */
export function SendersPage() {
  const { t } = useTranslation();
  const asked = useThing<{ items: readonly Sender[] }>('/v1/channels');
  const [act, setAct] = useState<Act>();
  return (
    <MessagesArea>
      <Head title={t('messages.senders')} under={t('messages.sendersWhy')} />
      {!asked.data && <Waiting of={asked} />}
      {asked.data &&
        KINDS.map((kind) => (
          <Channel key={kind} kind={kind} sender={asked.data.items.find((one) => one.kind === kind)} onAct={setAct} />
        ))}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </MessagesArea>
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
  const set = useSenderForm(kind, sender);
  const test: Act = {
    title: t('messages.testSender'),
    verb: t('messages.testSender'),
    what: `POST /v1/channels/${kind}/test`,
    isNamed: true,
    changes: ['/v1/channels', '/v1/messages'],
    fields: [
      kind === 'email'
        ? { name: 'email', label: t('signIn.email'), isRequired: true }
        : kind === 'sms'
          ? { name: 'phone', label: t('messages.phone'), isRequired: true }
          : { name: 'member', label: t('messages.member'), isRequired: true, isMono: true },
    ],
  };
  const forget: Act = {
    title: t('messages.forgetSender'),
    verb: t('messages.forgetSender'),
    what: `DELETE /v1/channels/${kind}`,
    isDangerous: true,
    changes: ['/v1/channels'],
    effect: () => t('messages.forgetEffect'),
  };
  return (
    <Section
      title={t(`messages.kinds.${kind}`)}
      acts={
        <Group gap="xs">
          {sender && may(session, 'messages:write') && (
            <Button size="xs" variant="default" onClick={() => onAct(test)}>
              {t('messages.testSender')}
            </Button>
          )}
          {may(session, 'settings:write') && sender && (
            <Button size="xs" variant="default" onClick={() => onAct(forget)}>
              {t('messages.forgetSender')}
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
              ...settingsTold(sender.settings).map(
                ([name, value]) =>
                  [
                    t(`messages.senderFields.${name}`, name),
                    t(`messages.protocols.${value}`, { defaultValue: t(`messages.senderChoices.${value}`, value) }),
                  ] as const,
              ),
              [t('messages.perSecond'), sender.perSecond],
              [t('messages.receiptsPath'), sender.receiptsPath && <Copied key="path" text={sender.receiptsPath} />],
              [t('messages.repliesPath'), sender.repliesPath && <Copied key="replies" text={sender.repliesPath} />],
              [t('messages.reportsPath'), sender.reportsPath && <Copied key="reports" text={sender.reportsPath} />],
              [t('messages.secretsSet'), sender.secretsSet.join(', ')],
              [t('messages.lastSent'), <When key="sent" at={sender.lastSentAt} />],
              [t('messages.lastError'), sender.lastError],
              [t('messages.failures'), sender.failures > 0 ? sender.failures : undefined],
              [t('messages.failingSince'), sender.failingSince && <When key="since" at={sender.failingSince} />],
              [t('messages.nextTry'), sender.nextTryAt && <When key="next" at={sender.nextTryAt} />],
            ]}
          />
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          {t('messages.noSender')}
        </Text>
      )}
    </Section>
  );
}

/** The settings as facts; what stands in a group under the name of both: `dkim_domain`. */
const settingsTold = (settings: Sender['settings']): readonly (readonly [string, string])[] =>
  Object.entries(settings).flatMap(([name, value]): (readonly [string, string])[] =>
    typeof value !== 'object' || value === null
      ? [[name, String(value)]]
      : name === 'fields'
        ? [[name, JSON.stringify(value)]]
        : Object.entries(value).map(([inner, of]) => [`${name}_${inner}`, [of].flat().map(String).join(', ')]),
  );
