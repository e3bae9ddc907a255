import { Anchor, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isZero } from '../kit/decimal.ts';
import { Failed } from '../kit/failed.tsx';
import { Day, Moment } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { useOperation, type Operation, type Receipt } from '../operation/operation-data.ts';
import { Reasons } from '../operation/reasons.tsx';
import { Relatives } from '../operation/relatives.tsx';
import { UndoneLines } from '../operation/undone.tsx';

/** An operation below its line in the history: lines and tenders, why it earned so, its three dates, what belongs to it. */
export function WhatHappened({ operation }: { readonly operation: string }) {
  const { data, error, refetch } = useOperation(operation);
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={90} mb="sm" />;
  return <Happened operation={data} />;
}

function Happened({ operation }: { readonly operation: Operation }) {
  const { t } = useTranslation();
  const { receipt } = operation;
  return (
    <Stack gap="sm" pb="md" px={4}>
      {receipt && <Lines receipt={receipt} />}
      {operation.return && <UndoneLines answer={operation.return} />}
      <Relatives operation={operation} />
      <Reasons operation={operation.operation} kind={operation.kind} />
      <Text fz="xs" c="dimmed" component="div">
        {t('operation.dates.occurredAt')} <Moment at={operation.occurredAt} />, {t('operation.dates.recordedAt')}{' '}
        <Moment at={operation.recordedAt} />, {t('operation.dates.bookedOn')} <Day date={operation.bookedOn} />
      </Text>
      <Group>
        <Anchor
          fz="sm"
          renderRoot={(props) => (
            <Link to="/operations/$operation" params={{ operation: operation.operation }} {...props} />
          )}
        >
          {t('operation.open')}
        </Anchor>
      </Group>
    </Stack>
  );
}

function Lines({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation();
  return (
    <>
      <Table aria-label={t('member.lines')} verticalSpacing={3}>
        <Table.Tbody>
          {receipt.lines.map(({ line, sku, quantity, amount, byPoints, back }) => (
            <Table.Tr key={line}>
              <Table.Td>
                {sku}
                <Text span c="dimmed" fz="sm">
                  {quantity !== '1' && ` × ${quantity}`}
                  {!isZero(byPoints) && `, ${byPoints} ${t('operation.points')}`}
                  {back !== undefined && `, ${t('operation.came', { quantity: back })}`}
                </Text>
              </Table.Td>
              <Table.Td className="figure">
                <Quantity value={amount} unit={receipt.currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text fz="sm">
        {t('member.tenders')}:{' '}
        {receipt.tenders.length === 0
          ? t('member.noTender')
          : receipt.tenders.map(({ kind, amount }) => `${t([`operation.tender.${kind}`, kind])} ${amount}`).join(', ')}
      </Text>
    </>
  );
}
