import { Alert, Button, Group, SegmentedControl, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State, Waiting } from '../acts/record.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { Day } from '../kit/moment.tsx';
import { Scrolled } from '../kit/scrolled.tsx';
import { PromotionsArea, useProgram, useRulebookInForce, useTold } from './area.tsx';
import { useNewDraft } from './draft-acts.tsx';
import { todayText } from '../api/zone.ts';
import { sentenceOf, standingOf, type Promotion, type Rulebook } from './promotion-types.ts';

const STANDINGS = ['live', 'future', 'past', 'all'] as const;

/** What the program's rulebook in force gives, each promotion in its own sentence. */
export function PromotionsPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const program = useProgram();
  const { heads, asked, rulebook } = useRulebookInForce(program);
  const [standing, setStanding] = useState<string>('live');
  const [act, setAct] = useState<Act>();
  const write = useNewDraft(program);
  const mayWrite = may(session, 'promotions:write');
  const isEmpty = heads.data?.items.length === 0;
  return (
    <PromotionsArea>
      <Head
        title={t('nav.promotions')}
        under={rulebook && t('promotions.inForce', { version: rulebook.version, n: rulebook.promotions.length })}
        acts={mayWrite && program && <Button onClick={() => setAct(write)}>{t('promotions.write')}</Button>}
      />
      {isEmpty && <Text c="dimmed">{t('promotions.none')}</Text>}
      {!isEmpty && !rulebook && <Waiting of={asked} />}
      {heads.error && <Alert color="red">{heads.error.message}</Alert>}
      {rulebook && program && (
        <>
          <SegmentedControl
            size="xs"
            w="fit-content"
            value={standing}
            onChange={setStanding}
            data={STANDINGS.map((value) => ({ value, label: value === 'all' ? t('act.any') : t(`state.${value}`) }))}
          />
          <PromotionTable rulebook={rulebook} standing={standing} {...(mayWrite ? { onAct: setAct, program } : {})} />
        </>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PromotionsArea>
  );
}

type TableProps = {
  readonly rulebook: Rulebook;
  readonly standing: string;
  readonly program?: string;
  readonly onAct?: (act: Act) => void;
};

function PromotionTable({ rulebook, standing, program, onAct }: TableProps) {
  const { t } = useTranslation();
  const go = useGo();
  const told = useTold();
  const today = todayText();
  const rows = rulebook.promotions
    .map((promotion, n) => ({
      promotion,
      sentence: sentenceOf(promotion.code, told(rulebook.sentences[n])),
      is: standingOf(promotion, today),
    }))
    .filter(({ is }) => standing === 'all' || is === standing);
  const pause = ({ code }: Promotion): Act => ({
    title: t('promotions.pause'),
    verb: t('promotions.pause'),
    what: `POST /v1/programs/${program}/promotions/${code}/pause`,
    isNamed: true,
    isDangerous: true,
    changes: ['/v1/programs'],
    fields: [{ name: 'reason', label: t('act.reason'), kind: 'long', isRequired: true }],
    effect: () => t('promotions.pauseEffect', { code }),
  });
  if (rows.length === 0) return <Text c="dimmed">{t('list.noneFound')}</Text>;
  return (
    <Scrolled label={t('nav.promotions')}>
      <Table stickyHeader className="stacks">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('promotions.what')}</Table.Th>
            <Table.Th className="figure">{t('promotions.priority')}</Table.Th>
            <Table.Th>{t('promotions.from')}</Table.Th>
            <Table.Th>{t('promotions.to')}</Table.Th>
            <Table.Th>{t('cards.state')}</Table.Th>
            {onAct && <Table.Th>{t('giftCards.do')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ promotion, sentence, is }) => (
            <Table.Tr
              key={promotion.code}
              tabIndex={0}
              style={{ cursor: 'pointer' }}
              onClick={() => go(`/promotions/one/${promotion.code}`, { program })}
              onKeyDown={(event) => {
                if (event.key === 'Enter') go(`/promotions/one/${promotion.code}`, { program });
              }}
            >
              <Table.Td>
                <Text size="sm" fw={500}>
                  {told(promotion.name) || promotion.code}
                </Text>
                <Text size="sm" c="dimmed" maw={640}>
                  {sentence}
                </Text>
              </Table.Td>
              <Table.Td className="figure" data-head={t('promotions.priority')}>
                {promotion.priority}
              </Table.Td>
              <Table.Td className="one-line" data-head={t('promotions.from')}>
                <Day date={promotion.firstOn} />
              </Table.Td>
              <Table.Td className="one-line" data-head={t('promotions.to')}>
                {promotion.lastOn ? <Day date={promotion.lastOn} /> : '—'}
              </Table.Td>
              <Table.Td data-head={t('cards.state')}>
                <State is={is} />
              </Table.Td>
              {onAct && (
                <Table.Td>
                  <Group onClick={(event) => event.stopPropagation()}>
                    {is === 'live' && (
                      <Button size="compact-xs" variant="default" onClick={() => onAct(pause(promotion))}>
                        {t('promotions.pause')}
                      </Button>
                    )}
                  </Group>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}
