import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOutlet } from '../api/outlets.ts';
import { When } from '../acts/shown.tsx';
import { Day } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import type { Signal } from './signal-types.ts';

/** At whose hands it was. */
export function useWho(): (signal: Signal) => string {
  const { t } = useTranslation();
  return ({ per, cashier, terminal }) => {
    if (per === 'cashier') return t('signals.byCashier', { cashier });
    return per === 'terminal' ? t('signals.byTerminal', { terminal }) : t('signals.byOutlet');
  };
}

/** The same in a table: with the outlet below. */
export function Who({ signal }: { readonly signal: Signal }) {
  const whoOf = useWho();
  const outletOf = useOutlet();
  return (
    <div className="wraps">
      {whoOf(signal)}
      <Text size="xs" c="dimmed">
        {outletOf(signal.outlet).name}
      </Text>
    </div>
  );
}

/** How much was counted, and what was expected at most. */
export function Counted({ signal }: { readonly signal: Signal }) {
  const { t } = useTranslation();
  return (
    <>
      <Quantity value={signal.countNow} />{' '}
      <Text size="xs" c="dimmed">
        {t(`signals.counts.${signal.counts}`)}, {t('signals.ofMax', { max: signal.max })}
      </Text>
    </>
  );
}

/** The days of its window, or the moments where it is of minutes. */
export function SignalWindow({ signal: { from, until, fromAt, untilAt, time } }: { readonly signal: Signal }) {
  const { t } = useTranslation();
  return (
    <div className="wraps">
      {fromAt ? <When at={fromAt} /> : <Day date={from} />}
      {(fromAt !== undefined || until !== from) && (
        <>
          {' – '}
          {untilAt ? <When at={untilAt} /> : <Day date={until} />}
        </>
      )}
      {time === 'arrival' && (
        <Text size="xs" c="dimmed">
          {t('signals.windowOfArrival')}
        </Text>
      )}
    </div>
  );
}
