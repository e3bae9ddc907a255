import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProgramName } from '../api/names.ts';
import { may, useSession } from '../api/session.ts';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Figures, Head, Waiting } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { CardsArea } from './area.tsx';
import type { CardRange } from './card-types.ts';
import { useOrderBatch } from './order-batch.tsx';
import { planOf } from './ranges-page.tsx';
import { countText } from '../kit/count.ts';

/** One range: what its numbers look like, what its cards may do, and how many are left to make. */
export function RangePage() {
  const { t } = useTranslation();
  const programName = useProgramName();
  const { code } = useParams({ strict: false }) as { code: string };
  const { data: session } = useSession();
  const asked = useThing<{ items: readonly CardRange[] }>('/v1/card-ranges');
  const [act, setAct] = useState<Act>();
  const order = useOrderBatch(code);
  const range = asked.data?.items.find((one) => one.code === code);
  const close: Act = {
    title: t('cards.closeRange'),
    verb: t('cards.closeRange'),
    what: `POST /v1/card-ranges/${code}/close`,
    isDangerous: true,
    changes: ['/v1/card-ranges'],
    effect: () => t('cards.closeRangeWhy'),
  };
  const isOpen = range?.state === 'open';
  return (
    <CardsArea>
      <Head
        title={code}
        state={range?.state}
        back={{ to: '/cards', label: t('cards.ranges') }}
        acts={
          isOpen &&
          session && (
            <>
              {may(session, 'settings:write') && (
                <Button variant="default" onClick={() => setAct(close)}>
                  {t('cards.closeRange')}
                </Button>
              )}
              {may(session, 'cards:make') && <Button onClick={() => setAct(order)}>{t('cards.orderBatch')}</Button>}
            </>
          )
        }
      />
      {!range && <Waiting of={asked} />}
      {asked.data && !range && t('cards.noSuchRange')}
      {range && (
        <>
          <Figures
            figures={[
              { label: t('cards.type'), value: t(`cards.types.${range.type}`) },
              { label: t('cards.numbers'), value: <span className="mono">{planOf(range)}</span> },
              { label: t('cards.capacity'), value: countText(BigInt(range.capacity)) },
              { label: t('cards.pin'), value: range.pin ? t(`cards.pins.${range.pin.kind}`) : '—' },
            ]}
          />
          <Facts facts={factsOf(range, t, programName)} />
        </>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </CardsArea>
  );
}

type Say = (key: string) => string;

const factsOf = (
  range: CardRange,
  t: Say,
  programName: (code: string) => string,
): readonly (readonly [string, string | undefined])[] => [
  [t('cards.program'), range.program === undefined ? t('act.any') : programName(range.program)],
  [t('cards.charset'), t(`cards.charsets.${range.charset}`)],
  [t('cards.checkDigit'), t(`cards.checks.${range.checkDigit}`)],
  [t('cards.pinLength'), range.pin && String(range.pin.length)],
  [t('cards.face'), range.unit && `${range.face ?? t('cards.faceByTill')} ${range.unit}`],
  [t('cards.priceList'), range.priceList],
  [t('cards.sharing'), sharingText(range.sharing, t)],
  [t('cards.usesPerDay'), range.limits?.usesPerDay?.toString()],
  [t('cards.spendPerDay'), range.limits?.spendPerDay],
  [t('cards.track'), [range.track.track1, range.track.track2].filter(Boolean).join(' · ')],
  [t('cards.processor'), range.processor],
];

const sharingText = (sharing: CardRange['sharing'], t: Say): string | undefined =>
  typeof sharing === 'string' ? t(`cards.sharings.${sharing}`) : sharing && `${sharing.holders}`;
