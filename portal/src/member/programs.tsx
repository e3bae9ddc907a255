import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useProgramName } from '../api/names.ts';
import { Moment } from '../kit/moment.tsx';
import { Section } from '../kit/section.tsx';
import type { Member } from './member-data.ts';
import { TierSlot } from './tier-slot.tsx';

/** The programs that a member has joined, with the tier in each. */
export function Programs({ member }: { readonly member: Member }) {
  const { t } = useTranslation();
  const programName = useProgramName();
  return (
    <Section title={t('member.programs')}>
      <Table aria-label={t('member.programs')}>
        <Table.Tbody>
          {member.enrolments.map(({ program, tier, enrolledAt, channel }) => (
            <Table.Tr key={program}>
              <Table.Td>{programName(program)}</Table.Td>
              <Table.Td>
                <TierSlot member={member.member} program={program} tier={tier} />
              </Table.Td>
              <Table.Td c="dimmed">
                <Moment at={enrolledAt} only="date" />{' '}
                {t('member.channel', { channel: t([`member.channels.${channel}`, channel]) })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
