import { Button, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SecondPersonNotice } from '../acts/second-person.tsx';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import type { Values } from '../acts/field.ts';
import { instantOf } from '../api/zone.ts';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { countText } from '../kit/count.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { CardsArea } from './area.tsx';
import { CARD_EFFECTS, type CardBatch, type CardSuspension } from './card-types.ts';
import { useOpenRanges } from './order-batch.tsx';

// Which of several of one range: ids differ at their ends.
const ID_END = 5;
const REASONS = ['lost', 'stolen', 'fraud', 'recall', 'other'] as const;

/** Blocks of a range, a batch, or a run of serials, for ever or for a while. */
export function SuspensionsPage() {
  const { t } = useTranslation();
  const suspend = useSuspend();
  const { cardsOf, batchWord } = useBatches();
  const [act, setAct] = useState<Act>();
  const lift = ({ suspension, range, batch, serials }: CardSuspension): Act => ({
    title: t('cards.lift'),
    verb: t('cards.lift'),
    what: `POST /v1/card-suspensions/${suspension}/lift`,
    isNamed: true,
    changes: ['/v1/card-suspensions'],
    effect: () => (
      <>
        {t('cards.liftEffect')}
        {range !== undefined && <SecondPersonNotice text={t('second.range')} />}
      </>
    ),
    byHand: () => {
      const cards = serials ? serials.last - serials.first + 1 : cardsOf(batch);
      return cards === undefined
        ? undefined
        : { ...{ kind: 'cards.suspension_lift', unit: 'cards' }, amount: String(cards) };
    },
  });
  return (
    <CardsArea>
      <Head
        title={t('cards.suspensions')}
        under={t('cards.suspensionsWhy')}
        acts={<Button onClick={() => setAct(suspend)}>{t('cards.suspend')}</Button>}
      />
      <ResourceList<CardSuspension>
        path="/v1/card-suspensions"
        query={{}}
        keyOf={({ suspension }) => suspension}
        empty={t('cards.noSuspensions')}
        columns={[
          {
            head: t('cards.what'),
            cell: ({ range, batch = '', serials }) =>
              range ?? (
                <span className="one-line">
                  {t('cards.batch')} {batchWord(batch) ?? <CopiedId value={batch} />}
                  {serials && ` · ${t('cards.serialsOf', serials)}`}
                </span>
              ),
          },
          { head: t('cards.takes'), cell: ({ effects }) => effects.map((one) => t(`cards.effects.${one}`)).join(', ') },
          { head: t('act.reason'), cell: ({ reason }) => t(`cards.reasons.${reason}`) },
          { head: t('cards.from'), cell: ({ from }) => <When at={from} /> },
          { head: t('cards.until'), cell: ({ until }) => (until ? <When at={until} /> : '—') },
          {
            head: t('cards.state'),
            cell: (one) =>
              one.liftedAt ? (
                <State is="lifted" />
              ) : (
                <Button size="compact-xs" variant="default" onClick={() => setAct(lift(one))}>
                  {t('cards.lift')}
                </Button>
              ),
          },
        ]}
      />
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </CardsArea>
  );
}

const BATCHES_LISTED_MAX = 200;

/** The newest batches: by what people know them, and how many cards each has. */
function useBatches() {
  const asked = useThing<{ items: readonly CardBatch[] }>('/v1/card-batches', { query: { limit: BATCHES_LISTED_MAX } });
  const items = asked.data?.items ?? [];
  const wordOf = ({ batch, range, quantity }: CardBatch): string =>
    `${range} · ${countText(quantity)} (…${batch.slice(-ID_END)})`;
  const found = (id: unknown): CardBatch | undefined => items.find(({ batch }) => batch === id);
  return {
    choices: items.map((one) => ({ value: one.batch, label: wordOf(one) })),
    isWhole: items.length < BATCHES_LISTED_MAX,
    cardsOf: (id: unknown): number | undefined => found(id)?.quantity,
    batchWord: (id: unknown): string | undefined => {
      const one = found(id);
      return one && wordOf(one);
    },
  };
}

function useSuspend(): Act {
  const { t } = useTranslation();
  const batches = useBatches();
  const ranges = useOpenRanges();
  const ofBatch = ({ scope }: Values): boolean => scope !== 'range';
  return {
    title: t('cards.suspend'),
    verb: t('cards.suspend'),
    what: 'POST /v1/card-suspensions',
    isNamed: true,
    isDangerous: true,
    changes: ['/v1/card-suspensions'],
    fields: [
      {
        name: 'scope',
        label: t('cards.what'),
        kind: 'choice',
        initial: 'range',
        isRequired: true,
        choices: ['range', 'batch', 'serials'].map((value) => ({ value, label: t(`cards.scopes.${value}`) })),
        send: () => undefined,
      },
      {
        name: 'range',
        label: t('cards.range'),
        kind: 'choice',
        choices: ranges,
        isRequired: true,
        isShown: ({ scope }) => scope === 'range',
        refused: /range/,
      },
      {
        ...{ name: 'batch', label: t('cards.batch'), isRequired: true, isShown: ofBatch, refused: /batch/ },
        // Of so many that they are not all listed, one is named by its id.
        ...(batches.isWhole ? { kind: 'choice', choices: batches.choices } : { isMono: true }),
      },
      {
        name: 'serials.first',
        label: t('cards.serialFirst'),
        kind: 'number',
        isShown: ({ scope }) => scope === 'serials',
      },
      {
        name: 'serials.last',
        label: t('cards.serialLast'),
        kind: 'number',
        isShown: ({ scope }) => scope === 'serials',
      },
      {
        name: 'effects',
        label: t('cards.takes'),
        kind: 'choices',
        isRequired: true,
        initial: ['spend', 'earn', 'activate'],
        choices: CARD_EFFECTS.map((value) => ({ value, label: t(`cards.effects.${value}`) })),
      },
      {
        name: 'reason',
        label: t('act.reason'),
        kind: 'choice',
        isRequired: true,
        choices: REASONS.map((value) => ({ value, label: t(`cards.reasons.${value}`) })),
      },
      { name: 'from', label: t('cards.from'), hint: t('cards.fromHint'), kind: 'instant', send: instantOf },
      { name: 'until', label: t('cards.until'), hint: t('cards.untilHint'), kind: 'instant', send: instantOf },
    ],
    effect: (values) => (
      <>
        <EffectMatrix taken={values.effects as readonly string[]} />
        {values.scope === 'range' && <SecondPersonNotice text={t('second.range')} />}
        {values.scope === 'batch' && <SecondPersonNotice text={t('second.batch')} />}
      </>
    ),
    byHand: (values) => {
      const [first, last] = [values['serials.first'], values['serials.last']];
      const all = values.scope === 'batch' ? batches.cardsOf(values.batch) : undefined;
      if (all !== undefined) return { kind: 'cards.suspension', unit: 'cards', amount: String(all) };
      if (values.scope !== 'serials' || typeof first !== 'number' || typeof last !== 'number') return undefined;
      return { kind: 'cards.suspension', unit: 'cards', amount: String(Math.max(0, last - first + 1)) };
    },
  };
}

/** What cards may do before and after, effect by effect. */
function EffectMatrix({ taken }: { readonly taken: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <Table fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('cards.cardMay')}</Table.Th>
          <Table.Th>{t('act.before')}</Table.Th>
          <Table.Th>{t('act.after')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {CARD_EFFECTS.map((effect) => (
          <Table.Tr key={effect}>
            <Table.Td>{t(`cards.effects.${effect}`)}</Table.Td>
            <Table.Td>{t('act.yes')}</Table.Td>
            <Table.Td>
              <Text size="sm" {...(taken.includes(effect) ? { c: 'red', fw: 600 } : {})}>
                {t(taken.includes(effect) ? 'act.no' : 'act.yes')}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
