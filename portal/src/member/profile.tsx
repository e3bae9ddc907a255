import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Day, Moment } from '../kit/moment.tsx';
import { Section } from '../kit/section.tsx';
import type { Member } from './member-data.ts';

/** What is known of the person, what was consented to, and what was told differently by another channel. */
export function Profile({ member }: { readonly member: Member }) {
  const { t } = useTranslation();
  const { profile, phone, enrolledAt, channel, consents, conflicts } = member;
  const facts: readonly (readonly [word: string, value: ReactNode])[] = [
    ['member.phone', phone],
    ['member.email', profile.email],
    ['member.bornOn', profile.bornOn && <Day date={profile.bornOn} />],
    ['member.language', profile.language],
    [
      'member.enrolledAt',
      <>
        <Moment at={enrolledAt} only="date" />{' '}
        {t('member.channel', { channel: t([`member.channels.${channel}`, channel]) })}
      </>,
    ],
    ...Object.entries(member.attributes).map(([name, value]) => [name, String(value)] as const),
    ['member.consents', consents.length === 0 ? t('member.noConsents') : <Consents consents={consents} />],
  ];
  return (
    <Section title={t('member.profile')}>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== undefined && value !== '')
          .map(([word, value]) => (
            <div key={word} style={{ display: 'contents' }}>
              <dt>{t(word)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {conflicts.length > 0 && (
        <div className="reason" data-fired="false" style={{ marginTop: 12 }}>
          <Text fz="sm" fw={600} c="var(--amber)">
            {t('member.conflicts')}
          </Text>
          {conflicts.map(({ field, told, channel: by }, n) => (
            <Text key={n} fz="sm">
              {field}: {told} ({t('member.channel', { channel: t([`member.channels.${by}`, by]) })})
            </Text>
          ))}
          <Text fz="sm" c="dimmed">
            {t('member.conflictsHint')}
          </Text>
        </div>
      )}
    </Section>
  );
}

function Consents({ consents }: { readonly consents: Member['consents'] }) {
  const { t } = useTranslation();
  return consents.map(({ purpose, channel, isGiven, at }) => (
    <div key={`${purpose} ${channel}`}>
      {purpose}, {channel}: {t(isGiven ? 'kit.yes' : 'kit.no')}{' '}
      <Text span c="dimmed" fz="sm">
        <Moment at={at} only="date" />
      </Text>
    </div>
  ));
}
