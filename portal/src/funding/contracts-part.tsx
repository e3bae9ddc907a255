import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { Quantity } from '../kit/quantity.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import type { Program } from '../programs/program-types.ts';
import { useAddContract } from './add-contract.ts';
import type { Contract } from './funding-types.ts';
import { usePartnerName } from './partner-name.ts';
import { Positions } from './positions.tsx';
import { boundsOf, Days, Price } from './terms.tsx';

/** Who pays for the points of a program, with what is left of what was bought ahead, and who owes whom. */
export function ContractsPart({ program }: { readonly program: Program }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const go = useGo();
  const nameOf = usePartnerName();
  const [isAdding, setAdding] = useState(false);
  const to = (code: string): string => `/programs/${program.code}/funding/${code}`;
  const add = useAddContract(program, ({ code }) => go(to(code)));
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('funding.why')}
      </Text>
      {may(session, 'settings:write') && (
        <Button w="fit-content" variant="default" onClick={() => setAdding(true)}>
          {t('funding.add')}
        </Button>
      )}
      <ResourceList<Contract>
        label={t('funding.contracts')}
        path={`/v1/programs/${program.code}/funding-contracts`}
        query={{}}
        keyOf={({ code }) => code}
        onOpen={({ code }) => go(to(code))}
        empty={t('funding.none')}
        columns={[
          { head: t('funding.code'), cell: ({ code }) => <span className="mono one-line">{code}</span> },
          { head: t('funding.partner'), cell: ({ partner }) => nameOf(partner) },
          { head: t('funding.terms'), cell: ({ terms }) => t(`funding.termNames.${terms}`) },
          { head: t('funding.price'), cell: (one) => <Price contract={one} currency={program.currency.code} /> },
          { head: t('funding.days'), cell: (one) => <Days of={one} /> },
          {
            head: t('funding.left'),
            isFigure: true,
            cell: (one) => {
              const left = boundsOf(one)?.left;
              return left === undefined ? '—' : <Quantity value={left} unit={one.unit} />;
            },
          },
        ]}
      />
      {may(session, 'journal:read') && <Positions program={program.code} />}
      <ActSheet act={isAdding ? add : undefined} onClose={() => setAdding(false)} />
    </Stack>
  );
}
