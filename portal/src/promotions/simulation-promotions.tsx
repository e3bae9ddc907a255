import { Button, Group, List, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useThing } from '../acts/use-thing.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { Day } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Scrolled } from '../kit/scrolled.tsx';
import { Section } from '../kit/section.tsx';
import { useRulebookInForce, useTold } from './area.tsx';
import { usePartText } from './part-text.ts';
import type { Content, Draft } from './promotion-types.ts';
import type { NeverFired, SimulationReport } from './simulation-types.ts';
import { countText } from '../kit/count.ts';

const OVERLAPS_FIRST = 8;

/** Which draft a report is about; none where what was simulated was never saved. */
export type SimulatedDraft = { readonly program: string; readonly draft: string | undefined };

/** Promotions by name, with the code by which the draft knows them. */
export function PromotionName({ code, of }: { readonly code: string; readonly of: SimulatedDraft }) {
  const told = useTold();
  const { rulebook } = useRulebookInForce(of.program);
  const { promotions = [] } = useContent(of) ?? {};
  const named = [...promotions, ...(rulebook?.promotions ?? [])].find((one) => one.code === code);
  const name = named && told(named.name);
  if (!name) return <b>{code}</b>;
  return (
    <>
      <b>{name}</b>{' '}
      <Text span size="xs" c="dimmed" className="mono">
        {code}
      </Text>
    </>
  );
}

const useContent = ({ program, draft }: SimulatedDraft): Content | undefined =>
  useThing<Draft>(draft && (`/v1/programs/${program}/rulebook-drafts/${draft}` as const)).data?.content as
    | Content
    | undefined;

/** Why a promotion did not act, in words: a condition by its sentence with what the draft sets, else the reason of the list. */
function useReason(of: SimulatedDraft): (promotion: string, reason: string) => string {
  const { t } = useTranslation();
  const textOf = usePartText();
  const content = useContent(of);
  return (promotion, reason) => {
    const [code = '', kind] = reason.split(' ');
    if (kind !== undefined) {
      const conditions = content?.promotions?.find((one) => one.code === promotion)?.conditions;
      const params = conditions?.find((one) => one.kind === kind)?.params;
      return t('promotions.notHeld', { condition: textOf(kind, params) });
    }
    const last = code.split('.').at(-1) ?? code;
    return t(`promotions.notFired.${last}`, last);
  };
}

/** Promotions that acted on no receipt, each with what stood in its way most often. */
export function NeverFiredList({ never, of }: { readonly never: readonly NeverFired[]; readonly of: SimulatedDraft }) {
  const { t } = useTranslation();
  const reasonOf = useReason(of);
  if (never.length === 0) return <Text size="sm">{t('promotions.allFired')}</Text>;
  return (
    <List size="sm" spacing={6} listStyleType="none">
      {never.map(({ code, reasons }) => (
        <List.Item key={code}>
          <PromotionName code={code} of={of} />
          {reasons.map(({ reason, share }) => (
            <Text key={reason} size="sm" c="dimmed">
              {share} % · {reasonOf(code, reason)}
            </Text>
          ))}
        </List.Item>
      ))}
    </List>
  );
}

/** Pairs that act on the same receipts, the most frequent first. */
export function Overlaps({ overlaps, of }: Pick<SimulationReport, 'overlaps'> & { readonly of: SimulatedDraft }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  if (overlaps.length === 0) return <Text size="sm">{t('promotions.noOverlaps')}</Text>;
  const timesOf = ({ receipts, occasions = 0 }: (typeof overlaps)[number]): number => receipts + occasions;
  const most = overlaps[0] ? timesOf(overlaps[0]) : 1;
  return (
    <Stack gap="xs">
      {(isWhole ? overlaps : overlaps.slice(0, OVERLAPS_FIRST))
        .map((pair) => ({ both: pair.promotions, times: timesOf(pair) }))
        .map(({ both: [one, other], times }) => (
          <div key={one + other}>
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Text size="sm">
                <PromotionName code={one} of={of} /> + <PromotionName code={other} of={of} />
              </Text>
              <Text size="sm" className="figure">
                {countText(times)}
              </Text>
            </Group>
            <div className="share" style={{ height: 4 }} aria-hidden>
              <span className="share-good" style={{ width: `${(times / most) * 100}%` }} />
            </div>
          </div>
        ))}
      {!isWhole && overlaps.length > OVERLAPS_FIRST && (
        <Button size="compact-xs" variant="default" w="fit-content" onClick={() => setWhole(true)}>
          {t('promotions.showAll', { n: overlaps.length })}
        </Button>
      )}
    </Stack>
  );
}

/** Each promotion of the draft: on how many receipts it acted, what it gave, from when until when. */
export function PromotionsOf({ report, of }: { readonly report: SimulationReport; readonly of: SimulatedDraft }) {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  const acted = report.promotions.filter(({ receipts, occasions = 0 }) => receipts + occasions > 0);
  if (acted.length === 0) return null;
  return (
    <Section title={t('promotions.fires')}>
      <Scrolled label={t('promotions.fires')}>
        <Table aria-label={t('promotions.fires')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('promotions.promotion')}</Table.Th>
              <Table.Th className="figure">{t('promotions.actedOn')}</Table.Th>
              <Table.Th className="figure">{t('promotions.gave')}</Table.Th>
              <Table.Th>{t('promotions.from')}</Table.Th>
              <Table.Th>{t('promotions.to')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {acted.map(({ code, on, receipts, occasions = 0, amounts, firstOn, lastOn }) => (
              <Table.Tr key={code}>
                <Table.Td>
                  <PromotionName code={code} of={of} />
                </Table.Td>
                <Table.Td className="figure">
                  {countText(receipts + occasions)}
                  {on && (
                    <Text span size="xs" c="dimmed">
                      {' '}
                      {t('promotions.occasions.actedOn', { name: on })}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td className="figure">
                  {Object.entries(amounts).map(([name, value]) => (
                    <div key={name}>
                      <Quantity value={value} unit={name === 'money' ? report.currency : walletWord(name, value)} />
                    </div>
                  ))}
                </Table.Td>
                <Table.Td className="one-line">{firstOn && <Day date={firstOn} />}</Table.Td>
                <Table.Td className="one-line">{lastOn && <Day date={lastOn} />}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
    </Section>
  );
}
