import { Button, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Figures, Head, Parts, Waiting } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { ContractsPart } from '../funding/contracts-part.tsx';
import { GiftTermsPart } from './gift-terms.tsx';
import { PolicyPart } from './policy.tsx';
import type { Program } from './program-types.ts';
import { WalletsPart } from './wallets.tsx';

/** One program: its wallets and their rules, its policy with the meaning of each setting, who pays for its points, and gift-card terms. */
export function ProgramPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const { program: code } = useParams({ strict: false }) as { program: string };
  const asked = useThing<Program>(`/v1/programs/${code}`);
  const [act, setAct] = useState<Act>();
  const program = asked.data;
  const verb = program?.state === 'closed' ? 'reopen' : 'close';
  const change: Act = {
    title: t(`programs.${verb}`),
    verb: t(`programs.${verb}`),
    what: `POST /v1/programs/${code}/${verb}`,
    isDangerous: verb === 'close',
    changes: ['/v1/programs'],
    effect: () => t(`programs.${verb}Effect`),
  };
  return (
    <Stack>
      <Head
        title={program?.name ?? code}
        state={program?.state}
        back={{ to: '/programs', label: t('nav.programs') }}
        acts={
          program &&
          may(session, 'settings:write') && (
            <Button variant="default" onClick={() => setAct(change)}>
              {change.verb}
            </Button>
          )
        }
      />
      {!program && <Waiting of={asked} />}
      {program && (
        <>
          <Figures
            figures={[
              { label: t('programs.code'), value: <span className="mono">{program.code}</span> },
              { label: t('programs.currency'), value: program.currency.code },
              { label: t('programs.zone'), value: program.zone },
            ]}
          />
          <Parts
            parts={[
              { key: 'wallets', label: t('programs.wallets'), show: () => <WalletsPart program={program} /> },
              { key: 'policy', label: t('programs.policy'), show: () => <PolicyPart program={program} /> },
              { key: 'funding', label: t('funding.contracts'), show: () => <ContractsPart program={program} /> },
              { key: 'gift', label: t('programs.giftTerms'), show: () => <GiftTermsPart program={program} /> },
            ]}
          />
        </>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}
