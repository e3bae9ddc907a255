import { Button, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet } from '../acts/act-sheet.tsx';
import { Facts, Figures, Head, Waiting } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Quantity } from '../kit/quantity.tsx';
import type { Program } from '../programs/program-types.ts';
import { NotFound } from '../shell/not-found.tsx';
import { Blocks } from './blocks.tsx';
import { useBuyBlock } from './buy-block.ts';
import { ContractAttribution } from './contract-attribution.tsx';
import type { Contract } from './funding-types.ts';
import { usePartnerName } from './partner-name.ts';
import { boundsOf, Days, Price } from './terms.tsx';

const NOTHING = { points: '0', used: '0', reserved: '0', left: '0' };

/** One contract of funding: what was bought ahead and is left, what its points did, and another block where it is prepaid. */
export function ContractPage() {
  const { t } = useTranslation();
  const { program, contract: code } = useParams({ strict: false }) as { program: string; contract: string };
  const asked = useThing<{ items: readonly Contract[] }>(`/v1/programs/${program}/funding-contracts`);
  const contract = asked.data?.items.find((one) => one.code === code);
  if (asked.data && !contract) return <NotFound />;
  const back = { to: `/programs/${program}`, search: { part: 'funding' }, label: t('funding.contracts') };
  return (
    <Stack>
      {contract ? (
        <OneContract program={program} contract={contract} back={back} />
      ) : (
        <>
          <Head title={code} back={back} />
          <Waiting of={asked} />
        </>
      )}
    </Stack>
  );
}

type Props = {
  readonly program: string;
  readonly contract: Contract;
  readonly back: Parameters<typeof Head>[0]['back'];
};

function OneContract({ program, contract, back }: Props) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const nameOf = usePartnerName();
  const currency = useThing<Program>(`/v1/programs/${program}`).data?.currency.code ?? '';
  const [isBuying, setBuying] = useState(false);
  const buy = useBuyBlock(program, contract);
  const { code, partner, terms, unit, rate, limit, whenEmpty } = contract;
  const isPrepaid = terms === 'prepaid';
  const bounds = boundsOf(contract) ?? (isPrepaid ? NOTHING : undefined);
  return (
    <>
      <Head
        title={code}
        back={back}
        under={`${nameOf(partner)} · ${t(`funding.termNames.${terms}`)}`}
        acts={
          isPrepaid &&
          may(session, 'settings:write') && <Button onClick={() => setBuying(true)}>{t('funding.buy')}</Button>
        }
      />
      {bounds && (
        <Figures
          figures={(['left', 'used', 'reserved', 'points'] as const).map((name) => ({
            label: t(name === 'points' ? `funding.${isPrepaid ? 'bought' : 'limit'}` : `funding.${name}`),
            value: <Quantity value={bounds[name]} unit={unit} />,
            ...(name === 'points' && limit && { note: t(`funding.limitPeriods.${limit.per}`) }),
          }))}
        />
      )}
      {isPrepaid && <Blocks contract={contract} />}
      {may(session, 'journal:read') && <ContractAttribution program={program} contract={contract} />}
      <Facts
        facts={[
          [t('funding.terms'), t(`funding.means.${terms}`)],
          [t('funding.price'), <Price key="price" contract={contract} currency={currency} />],
          [t('funding.rate'), rate && t('funding.rateIs', { ...rate, unit })],
          [t('funding.whenEmpty'), t(`funding.whenEmptyIs.${whenEmpty}`)],
          [t('funding.days'), <Days key="days" of={contract} />],
        ]}
      />
      <ActSheet act={isBuying ? buy : undefined} onClose={() => setBuying(false)} />
    </>
  );
}
