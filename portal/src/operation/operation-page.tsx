import { Badge, Button, Grid, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutlet } from '../api/outlets.ts';
import { may, useOwnSession, type Session } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { Failed } from '../kit/failed.tsx';
import { Figures, type Figure } from '../kit/figures.tsx';
import { Day, Moment } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { RecordHead } from '../kit/record-head.tsx';
import { Section } from '../kit/section.tsx';
import { useWalletWord } from '../api/wallet-word.ts';
import { MemberLink } from '../member/member-link.tsx';
import { Books } from './books.tsx';
import { useOperation, type Operation } from './operation-data.ts';
import { Reasons } from './reasons.tsx';
import { Relatives } from './relatives.tsx';
import { ReturnSheet } from './return-sheet.tsx';
import { Rescored } from './rescored.tsx';
import { RescoreSheet } from './rescore-sheet.tsx';
import { TillSlip } from './till-slip.tsx';
import { Told } from './told.tsx';
import { UndoMerge } from './undo-merge.tsx';
import { Undone } from './undone.tsx';

/** One operation: the slip as the customer saw it, the reasons beside it, and what it wrote into the books below. */
export function OperationPage() {
  const { operation } = useParams({ strict: false }) as { operation: string };
  const { data, error, refetch } = useOperation(operation);
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return data ? <OperationView operation={data} /> : <Waiting />;
}

const Waiting = () => (
  <Stack aria-busy="true">
    <Skeleton h={28} w={260} />
    <Skeleton h={64} />
    <Grid>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Skeleton h={320} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Skeleton h={320} />
      </Grid.Col>
    </Grid>
  </Stack>
);

const figuresOf = (
  operation: Operation,
  t: (key: string) => string,
  walletWord: ReturnType<typeof useWalletWord>,
): readonly Figure[] => {
  const { sale } = operation;
  const points = (all: readonly { walletType: string; points: string }[]) =>
    all.length === 0
      ? t('kit.none')
      : all.map(({ walletType, points: count }, n) => (
          <div key={`${walletType}${n}`}>
            <Quantity value={count} unit={walletWord(walletType, count)} />
          </div>
        ));
  if (!sale) return [];
  return [
    { label: t('operation.total'), value: <Quantity value={sale.total.amount} unit={sale.total.unit} /> },
    { label: t('operation.earned'), value: points(sale.earned) },
    { label: t('operation.spent'), value: points(sale.spent) },
  ];
};

// What they wrote stands with either member, in entries of its own.
const MERGES = ['members.merge', 'members.unmerge'];

/** A sale that stands and whose points are somebody's. */
const mayBeRescored = ({ kind, links, sale }: Operation): boolean =>
  kind === 'checkout.sale' && links.void === undefined && (sale?.member ?? links.claim) !== undefined;

/** Whoever sells may take back; a service desk may only take back. */
const mayTakeBack = (session: Session): boolean => may(session, 'sales:write') || may(session, 'returns:write');

function OperationView({ operation }: { readonly operation: Operation }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const outlet = useOutlet()(operation.outlet);
  const [isReturning, returning] = useDisclosure();
  const [isRescoring, rescoring] = useDisclosure();
  const { receipt, links, kind } = operation;
  const figures = figuresOf(operation, t, useWalletWord());
  const mayReturn = kind === 'checkout.sale' && !links.void && receipt && mayTakeBack(session);
  const mayRescore = mayBeRescored(operation) && may(session, 'points:adjust');
  const exceptions = operation.sale?.exceptions ?? operation.return?.exceptions ?? [];
  return (
    <Stack gap="lg">
      <RecordHead
        title={t([`operation.kind.${kind}`, 'operation.kind.other'])}
        state={operation.flags.map((flag) => (
          <Badge key={flag} color={flag === 'exception' ? 'yellow' : 'gray'}>
            {t(`operation.flag.${flag}`)}
          </Badge>
        ))}
        under={
          <Group gap="md">
            <span>
              {outlet.name} {operation.terminal}
            </span>
            <CopiedId value={operation.operation} />
          </Group>
        }
        acts={
          <>
            {mayRescore && (
              <Button variant="default" onClick={rescoring.open}>
                {t('operation.rescore.open')}
              </Button>
            )}
            {mayReturn && <Button onClick={returning.open}>{t('operation.giveBack')}</Button>}
          </>
        }
      />
      {figures.length > 0 && <Figures figures={figures} />}
      <Dates operation={operation} zone={outlet.zone} />
      {exceptions.length > 0 && (
        <Text c="var(--amber)" fz="sm">
          {t('operation.exceptions')}: {exceptions.map(({ code }) => code).join(', ')}
        </Text>
      )}
      <Grid gap="xl">
        {receipt && (
          <Grid.Col span={{ base: 12, md: 5 }}>
            <TillSlip operation={operation} receipt={receipt} />
          </Grid.Col>
        )}
        <Grid.Col span={{ base: 12, md: receipt ? 7 : 12 }}>
          <Relatives operation={operation} />
          {operation.return && <Undone answer={operation.return} />}
          {operation.rescore && <Rescored answer={operation.rescore} />}
          {kind === 'members.merge' && <UndoMerge operation={operation.operation} />}
          <Reasons operation={operation.operation} kind={kind} />
        </Grid.Col>
      </Grid>
      <Told operation={operation.operation} />
      {!MERGES.includes(kind) && <Books operation={operation.operation} />}
      {operation.message !== undefined && (
        <Section title={t('operation.raw')}>
          <details>
            <summary>{t('operation.rawHint')}</summary>
            <pre className="raw mono" tabIndex={0}>
              {JSON.stringify(operation.message, undefined, 2)}
            </pre>
          </details>
        </Section>
      )}
      {mayRescore && <RescoreSheet operation={operation} isOpen={isRescoring} onClose={rescoring.close} />}
      {mayReturn && <ReturnSheet operation={operation} isOpen={isReturning} onClose={returning.close} />}
    </Stack>
  );
}

function Dates({ operation, zone }: { readonly operation: Operation; readonly zone?: string | undefined }) {
  const { t } = useTranslation();
  const member = operation.sale?.member ?? operation.return?.member ?? operation.rescore?.member;
  const { by } = operation;
  return (
    <dl className="facts-line">
      <Fact word={t('operation.dates.occurredAt')}>
        <Moment at={operation.occurredAt} zone={zone} />
      </Fact>
      <Fact word={t('operation.dates.recordedAt')}>
        <Moment at={operation.recordedAt} zone={zone} />
      </Fact>
      <Fact word={t('operation.dates.bookedOn')}>
        <Day date={operation.bookedOn} />
      </Fact>
      {member !== undefined && (
        <Fact word={t('operation.member')}>
          <MemberLink member={member} />
        </Fact>
      )}
      {by !== undefined && (
        <Fact word={t('operation.by')}>
          <Hand by={by} />
        </Fact>
      )}
    </dl>
  );
}

/** Who did it, or sent it: a person by name, who may have used a credential; else the credential, by its name where it has one. */
function Hand({ by }: { readonly by: NonNullable<Operation['by']> }) {
  const { name, person, credential, credentialName } = by;
  if (name === undefined && credentialName === undefined) return <CopiedId value={credential ?? person ?? '—'} />;
  return [name, credentialName].filter(Boolean).join(' · ');
}

const Fact = ({ word, children }: { readonly word: string; readonly children: ReactNode }) => (
  <div>
    <dt>{word}</dt>
    <dd>{children}</dd>
  </div>
);
