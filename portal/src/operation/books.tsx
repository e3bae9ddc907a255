import { Skeleton, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Scrolled } from '../kit/scrolled.tsx';
import { useTranslation } from 'react-i18next';
import { addDecimals, readableDecimal } from '../kit/decimal.ts';
import { Failed } from '../kit/failed.tsx';
import { useOutlet } from '../api/outlets.ts';
import { LastDay } from '../kit/moment.tsx';
import { Notch } from '../kit/notch.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { useWalletWord } from '../api/wallet-word.ts';
import { useBookings, type Bookings } from './operation-data.ts';

/** What an operation wrote: its postings, and the lots that it made or took from, laid side by side. */
export function Books({ operation }: { readonly operation: string }) {
  const { t } = useTranslation();
  const { data, error } = useBookings(operation);
  return (
    <Section title={t('operation.books')}>
      {error && <Failed error={error} />}
      {!data && !error && <Skeleton h={120} />}
      {data && data.postings.length + data.lots.length === 0 && <Text c="dimmed">{t('operation.noBookings')}</Text>}
      {data && data.postings.length > 0 && <Postings postings={data.postings} />}
      {data && data.lots.length > 0 && <Lots lots={data.lots} here={operation} />}
      {/* A part of the lots comes to nothing that the ledger says. */}
      {data &&
        (data.lotsCut ? (
          <Text c="dimmed">{t('operation.lotsCut', { n: data.lots.length })}</Text>
        ) : (
          <Halves bookings={data} />
        ))}
    </Section>
  );
}

function Postings({ postings }: { readonly postings: Bookings['postings'] }) {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  return (
    <Scrolled label={t('operation.postings')}>
      <Table className="fits" aria-label={t('operation.postings')}>
        <Table.Tbody>
          {postings.map(({ account, walletType, amount, unit }, n) => (
            <Table.Tr key={n}>
              <Table.Td>
                {t([`operation.account.${account}`, account])}
                {walletType !== undefined && (
                  <Text span c="dimmed" fz="sm">
                    {' '}
                    {walletWord(walletType)}
                  </Text>
                )}
              </Table.Td>
              <Table.Td className="figure">
                <Quantity value={amount} unit={unit} isChange />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

function Lots({ lots, here }: { readonly lots: Bookings['lots']; readonly here: string }) {
  const { t, i18n } = useTranslation();
  const walletWord = useWalletWord();
  const { zone } = useOutlet()(undefined);
  const text = (value: string): string => readableDecimal(value, i18n.language);
  return (
    <Scrolled label={t('operation.lots')} mt={12}>
      <Table className="fits" aria-label={t('operation.lots')}>
        <Table.Tbody>
          {lots.map(({ effect, walletType, change, amount, remaining, grantedBy, expiresAt, unit }, n) => (
            <Table.Tr key={n}>
              <Table.Td>
                {grantedBy === here ? (
                  t(`operation.effect.${effect}`)
                ) : (
                  <Link className="quiet" to="/operations/$operation" params={{ operation: grantedBy }}>
                    {t(`operation.effect.${effect}`)}
                  </Link>
                )}
                <Text span c="dimmed" fz="sm">
                  {` ${walletWord(walletType)}, ${t('operation.lotOf', { amount: text(amount), remaining: text(remaining) })}`}
                </Text>
              </Table.Td>
              <Table.Td c="dimmed">
                {expiresAt === undefined ? (
                  t('operation.forEver')
                ) : (
                  <>
                    {t('operation.until')} <LastDay end={expiresAt} zone={zone} />
                  </>
                )}
              </Table.Td>
              <Table.Td className="figure">
                <Quantity value={change} unit={unit} isChange />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

/** Per wallet type, what the ledger says against what the lots say: the two halves of the stick. */
function Halves({ bookings }: { readonly bookings: Bookings }) {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  const ledger = new Map<string, string>();
  const lots = new Map<string, string>();
  const add = (sums: Map<string, string>, key: string, amount: string): void =>
    void sums.set(key, addDecimals(sums.get(key) ?? '0', amount));
  for (const { account, walletType, amount } of bookings.postings)
    if (walletType !== undefined && account !== 'owed') add(ledger, walletType, amount);
  for (const { walletType, change } of bookings.lots) add(lots, walletType, change);
  const units = new Map(bookings.postings.map(({ walletType, unit }) => [walletType, unit]));
  return [...ledger].map(([walletType, sum]) => (
    <Notch
      key={walletType}
      mustMatch
      before={sum}
      after={lots.get(walletType) ?? '0'}
      unit={units.get(walletType)}
      label={t('operation.ledgerLots', { walletType: walletWord(walletType) })}
    />
  ));
}
