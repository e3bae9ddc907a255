import { Anchor, Button, Stack, Text } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SecondPersonNotice } from '../acts/second-person.tsx';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Facts, Figures, Head, State, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { useOutlet } from '../api/outlets.ts';
import { may, useOwnSession } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { Day } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { Rows } from '../list/rows.tsx';
import { SIGNALS, type Signal, type SignalReceipt } from './signal-types.ts';
import { SignalWindow, useWho } from './signal-words.tsx';

const SOON_MS = 1_500;

/** One signal: who did what how often, what is held for it, and the deciding. */
export function SignalPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const whoOf = useWho();
  const { signal: id } = useParams({ strict: false }) as { signal: string };
  const asked = useThing<Signal>(`${SIGNALS}/${id}`, {
    // What is frozen or let go takes its seconds.
    everyMs: (one) => (one && one.held.freezing + one.held.thawing > 0 ? SOON_MS : false),
  });
  const [act, setAct] = useState<Act>();
  const signal = asked.data;
  const mayReview = may(session, 'signals:review') && signal !== undefined && signal.state !== 'released';
  const decide = (verb: 'confirm' | 'release', decision: 'confirmed' | 'released'): Act => ({
    title: t(`signals.${verb}`),
    verb: t(`signals.${verb}`),
    what: `POST ${SIGNALS}/${id}/review`,
    changes: [SIGNALS, 'signals'],
    fields: [
      {
        ...{ name: 'note', label: t('signals.note'), hint: t('signals.noteHint'), kind: 'long' },
        ...{ isRequired: true, refused: /note/ },
      },
    ],
    body: (_values, fromFields) => ({ ...fromFields, decision }),
    effect: () => (
      <>
        {t(`signals.${verb}Effect${signal?.action === 'hold' ? '' : 'Plain'}`)}
        {verb === 'release' && signal?.action === 'hold' && <SecondPersonNotice />}
      </>
    ),
  });
  return (
    <Stack>
      <Head
        title={signal ? whoOf(signal) : t('signals.one')}
        state={signal?.state}
        back={{ to: '/signals', label: t('nav.signals') }}
        under={signal && signal.state !== 'released' && t(`signals.actionMeans.${signal.action}`)}
        acts={
          mayReview && (
            <>
              {signal.state === 'open' && (
                <Button variant="default" onClick={() => setAct(decide('confirm', 'confirmed'))}>
                  {t('signals.confirm')}
                </Button>
              )}
              <Button onClick={() => setAct(decide('release', 'released'))}>{t('signals.release')}</Button>
            </>
          )
        }
      />
      {!signal && <Waiting of={asked} />}
      {signal && <SignalView signal={signal} />}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}

function SignalView({ signal }: { readonly signal: Signal }) {
  const { t } = useTranslation();
  const outletOf = useOutlet();
  const { held, reviews } = signal;
  const underWay = held.freezing + held.thawing;
  return (
    <>
      <Figures
        figures={[
          {
            label: t('signals.counted'),
            value: <Quantity value={signal.countNow} unit={t(`signals.counts.${signal.counts}`)} />,
            note: t('signals.ofMax', { max: signal.max }),
          },
          {
            label: t('signals.window'),
            value: <SignalWindow signal={signal} />,
            note: t('signals.atFirst', { count: signal.count }),
          },
          {
            label: t('signals.held'),
            value: held.frozen > 0 ? t('signals.heldOf', { count: held.frozen }) : t('signals.nothingHeld'),
            ...(underWay > 0 && { note: t('signals.underWay', { count: underWay }) }),
          },
          { label: t('signals.raised'), value: <When at={signal.raisedAt} /> },
        ]}
      />
      <Facts
        facts={[
          [t('signals.promotion'), signal.promotion],
          [t('start.outlet'), outletOf(signal.outlet).name],
          [t('signals.action'), t(`signals.actions.${signal.action}`)],
          ...(signal.member
            ? [
                [
                  t('signals.member'),
                  <Anchor
                    key="member"
                    component={Link}
                    to={`/members/${signal.member}` as never}
                    size="sm"
                    className="mono"
                  >
                    {signal.member}
                  </Anchor>,
                ] as const,
              ]
            : []),
        ]}
      />
      {reviews.length > 0 && (
        <Section title={t('signals.reviews')}>
          <Rows<Signal['reviews'][number]>
            label={t('signals.reviews')}
            rows={reviews}
            keyOf={({ at }) => at}
            columns={[
              { head: t('signals.state'), cell: ({ decision }) => <State is={decision} /> },
              { head: t('signals.seen'), cell: ({ note }) => <span className="wraps">{note}</span> },
              {
                head: t('signals.by'),
                cell: ({ name, person, credential }) => name ?? <CopiedId value={person ?? credential ?? ''} />,
              },
              { head: t('signals.at'), cell: ({ at }) => <When at={at} /> },
            ]}
          />
        </Section>
      )}
      <Section title={t('signals.receipts')}>
        <Receipts signal={signal} />
      </Section>
    </>
  );
}

function Receipts({ signal }: { readonly signal: Signal }) {
  const { t } = useTranslation();
  const go = useGo();
  const mayOpen = may(useOwnSession(), 'journal:read');
  return (
    <ResourceList<SignalReceipt>
      label={t('signals.receipts')}
      path={`${SIGNALS}/${signal.id}/receipts`}
      query={{}}
      keyOf={({ operation }) => operation}
      everyMs={(rows) => (rows.some(({ held }) => held === 'freezing' || held === 'thawing') ? SOON_MS : false)}
      {...(mayOpen && { onOpen: ({ receipt }: SignalReceipt) => go(`/operations/${receipt}`) })}
      empty={t('signals.noReceipts')}
      columns={[
        { head: t('signals.on'), cell: ({ on }) => <Day date={on} /> },
        { head: t('signals.sale'), cell: ({ receipt }) => <CopiedId value={receipt} /> },
        { head: t('signals.points'), isFigure: true, cell: ({ points }) => <Quantity value={points} /> },
        { head: t('signals.money'), isFigure: true, cell: ({ money }) => <Quantity value={money} /> },
        {
          head: t('signals.pointsNow'),
          cell: ({ isVoided, held }) => {
            const state = isVoided ? 'voided' : held;
            return state === undefined ? <Text c="dimmed">—</Text> : t(`signals.receiptStates.${state}`);
          },
        },
      ]}
    />
  );
}
