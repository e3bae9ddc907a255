import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { negated } from '../kit/decimal.ts';
import { Failed } from '../kit/failed.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { useWalletWord } from '../api/wallet-word.ts';
import { useExplanation, type Explanation } from './operation-data.ts';

/** The sentence of a promotion's kind, and the arithmetic behind it: the texts begin with the promotion's code. */
const partsOf = (promotion: string, text: string): { readonly sentence: string; readonly arithmetic: string } => {
  const told = text.startsWith(`${promotion}: `) ? text.slice(promotion.length + 2) : text;
  const end = told.indexOf('. ');
  const sentence = end < 0 ? told : told.slice(0, end + 1);
  return {
    sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    arithmetic: end < 0 ? '' : told.slice(end + 2),
  };
};

/** Whose reasons they are. */
const titleOf = (data: Explanation | undefined): string =>
  data?.of === 'what_stays'
    ? 'operation.reasonsOfRest'
    : data?.earns === false
      ? 'operation.reasonsHypothetical'
      : 'operation.reasons';

/** Promotion by promotion, why a receipt earned what it did; those that did not fire say why not. */
export function Reasons({ operation, kind }: { readonly operation: string; readonly kind: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, fetchStatus } = useExplanation(operation, kind);
  if (isPending && fetchStatus === 'idle') return null;
  return (
    <Section title={t(titleOf(data))}>
      {error && <Failed error={error} />}
      {isPending && <Waiting />}
      {data && (
        <>
          {data.discounts.map((one) => (
            <Discount key={`${one.promotion}${one.text}`} discount={one} />
          ))}
          {data.fired.length === 0 && <Text c="dimmed">{t('operation.noReasons')}</Text>}
          {data.fired.map((one) => (
            <Fired key={`${one.promotion}${one.walletType}`} fired={one} />
          ))}
          {data.notFired.length > 0 && <NotFired all={data.notFired} isOpen={data.fired.length === 0} />}
          {data.earns && (
            <Text fz="sm" c="dimmed" mt="sm">
              {t(data.agrees ? 'operation.agrees' : 'operation.differs')}
            </Text>
          )}
        </>
      )}
    </Section>
  );
}

/** A promotion by its name, with the code by which others and the API mean it. */
function Called({ promotion, name }: { readonly promotion: string; readonly name?: string | undefined }) {
  if (name === undefined) return promotion;
  return (
    <>
      {name}{' '}
      <Text span fz="xs" c="dimmed" fw={400}>
        {promotion}
      </Text>
    </>
  );
}

type GaveProps = Pick<Explanation['fired'][number], 'promotion' | 'name' | 'text'> & {
  /** How much; nothing where it gave no amount. */
  readonly children: ReactNode;
};

/** A promotion that acted: what it gave, its sentence, and behind it how that was reckoned. */
function Gave({ promotion, name, text, children }: GaveProps) {
  const { t } = useTranslation();
  const { sentence, arithmetic } = partsOf(promotion, text);
  return (
    <div className="reason" data-fired="true">
      <Group justify="space-between" wrap="nowrap" align="baseline">
        <Text fw={600} fz="sm" component="span">
          <Called promotion={promotion} name={name} />
        </Text>
        {children !== undefined && (
          <Text fw={600} fz="sm" component="span">
            {children}
          </Text>
        )}
      </Group>
      <Text fz="sm">{sentence}</Text>
      {arithmetic !== '' && (
        <details>
          <summary>{t('operation.arithmetic')}</summary>
          <Text fz="sm" c="dimmed">
            {arithmetic}
          </Text>
        </details>
      )}
    </div>
  );
}

function Fired({ fired }: { readonly fired: Explanation['fired'][number] }) {
  const { walletType, points } = fired;
  const walletWord = useWalletWord();
  return (
    <Gave {...fired}>
      <Quantity value={points} unit={walletWord(walletType, points)} isChange />
    </Gave>
  );
}

/** What a promotion took off, or gave on top. */
function Discount({ discount }: { readonly discount: Explanation['discounts'][number] }) {
  const { amount, unit } = discount;
  return (
    <Gave {...discount}>
      {amount === undefined ? undefined : <Quantity value={negated(amount)} unit={unit ?? ''} isChange />}
    </Gave>
  );
}

type NotFiredProps = { readonly all: Explanation['notFired']; readonly isOpen: boolean };

function NotFired({ all, isOpen }: NotFiredProps) {
  const { t } = useTranslation();
  return (
    <details className="not-fired" open={isOpen}>
      <summary>
        {t('operation.notFired')} ({all.length})
      </summary>
      {all.map(({ promotion, name, text }) => (
        <div key={promotion} className="reason" data-fired="false">
          <Text fz="sm">
            <Text span fw={600} fz="sm">
              <Called promotion={promotion} name={name} />
            </Text>{' '}
            {partsOf(promotion, text).sentence}
          </Text>
        </div>
      ))}
    </details>
  );
}

const Waiting = () => (
  <Stack gap="sm" aria-busy="true">
    <Skeleton h={48} />
    <Skeleton h={48} />
    <Skeleton h={48} />
  </Stack>
);
