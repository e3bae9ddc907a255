import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { Scrolled } from '../kit/scrolled.tsx';
import { useTranslation } from 'react-i18next';
import { may, useOwnSession } from '../api/session.ts';
import { Section } from '../kit/section.tsx';
import { BlockSheet } from './acts/block-sheet.tsx';
import { IssueSheet } from './acts/issue-sheet.tsx';
import { ReplaceSheet } from './acts/replace-sheet.tsx';
import type { Balance, Card, Member } from './member-data.ts';

type CardsProps = { readonly member: Member; readonly balance: Balance | undefined };
type Act = { readonly is: 'block' | 'replace'; readonly card: Card } | { readonly is: 'issue' };

/** The cards that lead to a member, and what can be done with each. */
export function Cards({ member, balance }: CardsProps) {
  const { t } = useTranslation();
  const mayAct = may(useOwnSession(), 'cards:write');
  const [act, setAct] = useState<Act>();
  const close = (): void => setAct(undefined);
  return (
    <Section
      title={t('member.cards')}
      acts={
        mayAct && (
          <Button size="compact-sm" variant="default" onClick={() => setAct({ is: 'issue' })}>
            {t('member.issue.open')}
          </Button>
        )
      }
    >
      {member.cards.length === 0 && <Text c="dimmed">{t('member.noCards')}</Text>}
      {member.cards.length > 0 && (
        <Scrolled label={t('member.cards')}>
          <Table className="flows" aria-label={t('member.cards')}>
            <Table.Tbody>
              {member.cards.map((card) => (
                <Line key={card.card} card={card} {...(mayAct && { onAct: setAct })} />
              ))}
            </Table.Tbody>
          </Table>
        </Scrolled>
      )}
      {act?.is === 'block' && <BlockSheet member={member} card={act.card} balance={balance} onClose={close} />}
      {act?.is === 'replace' && <ReplaceSheet member={member} card={act.card} balance={balance} onClose={close} />}
      {act?.is === 'issue' && <IssueSheet member={member} onClose={close} />}
    </Section>
  );
}

const rightsOf = ({ mayEarn, maySpend }: Card): string => {
  if (mayEarn) return maySpend ? 'both' : 'earn';
  return maySpend ? 'spend' : 'none';
};

function Line({ card, onAct }: { readonly card: Card; readonly onAct?: (act: Act) => void }) {
  const { t } = useTranslation();
  const isLive = card.state === 'active' || card.state === 'blocked';
  return (
    <Table.Tr>
      <Table.Td className="mono">{card.masked}</Table.Td>
      <Table.Td>{t(`member.cardType.${card.type}`)}</Table.Td>
      <Table.Td>
        <Badge color={card.state === 'blocked' ? 'red' : card.state === 'active' ? 'green' : 'gray'}>
          {t(`member.cardState.${card.state}`)}
        </Badge>
      </Table.Td>
      <Table.Td c="dimmed">{t(`member.rights.${rightsOf(card)}`)}</Table.Td>
      {onAct && (
        <Table.Td>
          {isLive && (
            <Group gap={6} justify="flex-end" wrap="nowrap">
              <Button size="compact-xs" variant="default" onClick={() => onAct({ is: 'replace', card })}>
                {t('member.replace.open')}
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => onAct({ is: 'block', card })}>
                {t(card.state === 'blocked' ? 'member.unblock.open' : 'member.block.open')}
              </Button>
            </Group>
          )}
        </Table.Td>
      )}
    </Table.Tr>
  );
}
