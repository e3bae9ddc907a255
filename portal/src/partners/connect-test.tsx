import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ToTake } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { newReference } from '../api/ask.ts';
import type { Program } from '../programs/program-types.ts';
import { WaitsForConfirmation } from './confirmation.tsx';
import type { IssuedCredential } from './partner-types.ts';
import { useOutletOf } from './outlets-page.tsx';

type Props = { readonly outlet: string; readonly terminal: string; readonly issued: IssuedCredential };
type Tested = { readonly status: number; readonly operation?: string; readonly detail?: string };

/** A receipt that every program accepts: nobody is named on it, so no wallet moves. */
const testReceipt = (currency: string) => ({
  reference: `first-receipt-${newReference().slice(0, 8)}`,
  occurredAt: new Date().toISOString(),
  currency,
  lines: [{ sku: 'test', category: 'test', quantity: '1', amount: '1.00' }],
  tenders: [{ kind: 'cash', amount: '1.00' }],
});

/** The line that works as it stands, and a button that sends the same from here. */
export function ConnectTest({ outlet, terminal, issued }: Props) {
  const place = useOutletOf(outlet).outlet;
  const program = useThing<Program>(place && `/v1/programs/${place.program}`).data;
  const currency = program?.currency.code;
  const receipt = useMemo(() => currency && testReceipt(currency), [currency]);
  return receipt ? <Sending receipt={receipt} outlet={outlet} terminal={terminal} issued={issued} /> : null;
}

function Sending({ outlet, terminal, issued, receipt }: Props & { readonly receipt: object }) {
  const { t } = useTranslation();
  const { secret } = issued;
  const curl = [
    `curl -X POST "${window.location.origin}/v1/sales" \\`,
    `  -H "Authorization: Bearer ${secret}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify(receipt)}'`,
  ].join('\n');
  const send = useMutation({
    mutationFn: async (): Promise<Tested> => {
      // As the till would: by its own key, without this person's session.
      const response = await fetch('/v1/sales', {
        method: 'POST',
        credentials: 'omit',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(receipt),
      });
      const answer = (await response.json()) as { operation?: string; detail?: string };
      return { ...answer, status: response.status };
    },
  });
  const isAccepted = send.data !== undefined && send.data.status < 300;
  return (
    <Stack>
      <Alert color="green" variant="light">
        {t('act.once')}
      </Alert>
      <WaitsForConfirmation of={issued} />
      <ToTake text={secret} label={t('partners.secretOf', { outlet, terminal })} />
      <ToTake text={curl} label={t('partners.curl')} />
      <Text size="sm">{t('partners.testWhy')}</Text>
      <Group>
        <Button onClick={() => send.mutate()} loading={send.isPending}>
          {t('partners.sendTest')}
        </Button>
      </Group>
      {send.error && <Alert color="red">{t('partners.noAnswer')}</Alert>}
      {send.data && !isAccepted && (
        <Alert color="red" role="alert" title={String(send.data.status)}>
          {send.data.detail}
        </Alert>
      )}
      {isAccepted && (
        <Alert color="green" role="status" title={t('partners.accepted')}>
          {send.data.operation && (
            <Anchor component={Link} to={`/operations/${send.data.operation}` as never} size="sm">
              {t('partners.toReceipt')}
            </Anchor>
          )}
        </Alert>
      )}
    </Stack>
  );
}
