import { asText } from '../acts/field.ts';
import { Alert, Anchor, Button, Stack } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Figures, Head, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import { useProgramName } from '../api/names.ts';
import { may, useOwnSession } from '../api/session.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { isZero } from '../kit/decimal.ts';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { MemberLink } from '../member/member-link.tsx';
import type { StaffPolicy } from '../people/people-types.ts';
import { Actor, useApprovalKind } from './approval-words.tsx';
import type { Approval } from './approvals-page.tsx';

const PublicationAsked = lazy(async () => ({
  default: (await import('../promotions/publication-asked.tsx')).PublicationAsked,
}));

const PolicyChange = lazy(async () => ({
  default: (await import('../people/policy-words.tsx')).PolicyChange,
}));

/** One request: what will change with the yes, who asked, and the yes or no of somebody else. */
export function ApprovalPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const { approval: id } = useParams({ strict: false }) as { approval: string };
  const asked = useThing<Approval>(`/v1/approvals/${id}`);
  const [act, setAct] = useState<Act>();
  const approval = asked.data;
  const kindOf = useApprovalKind();
  const kind = approval && kindOf(approval.kind);
  const changes = ['/v1/approvals', '/v1/card', '/v1/programs', '/v1/operations', '/v1/promotion', '/v1/staff'];
  const decide = (verb: 'approve' | 'decline'): Act => ({
    title: t(`approvals.${verb}`),
    verb: t(`approvals.${verb}`),
    what: `POST /v1/approvals/${id}/${verb}`,
    isDangerous: verb === 'decline',
    changes,
    fields: [
      { name: 'reason', label: t('act.reason'), kind: 'long', isRequired: verb === 'decline', refused: /reason/ },
    ],
    body: (_values, fromFields) => fromFields,
    effect: () =>
      verb === 'approve' && approval ? (
        <>
          <Asked approval={approval} />
          {approval.now && <Now now={approval.now} />}
        </>
      ) : (
        t('approvals.declineEffect')
      ),
  });
  const mayDecide = approval?.state === 'pending' && !approval.isMine && may(session, 'approvals:decide');
  return (
    <Stack>
      <Head
        title={kind ?? t('approvals.one')}
        state={approval?.state}
        back={{ to: '/approvals', label: t('nav.approvals') }}
        acts={
          mayDecide && (
            <>
              <Button variant="default" onClick={() => setAct(decide('decline'))}>
                {t('approvals.decline')}
              </Button>
              <Button onClick={() => setAct(decide('approve'))}>{t('approvals.approve')}</Button>
            </>
          )
        }
      />
      {!approval && <Waiting of={asked} />}
      {approval && (
        <>
          {approval.isMine && approval.state === 'pending' && (
            <Alert color="green" variant="light">
              {t('approvals.isMine')}
            </Alert>
          )}
          <Figures
            figures={[
              {
                label: t('approvals.worth'),
                value: approval.worth ? <Quantity value={approval.worth.quantity} unit={approval.worth.unit} /> : '—',
              },
              {
                label: t('approvals.by'),
                value: <Actor by={approval.requestedBy} />,
                note: <When at={approval.requestedAt} />,
              },
              { label: t('approvals.until'), value: <When at={approval.expiresAt} /> },
            ]}
          />
          <Section title={t('approvals.willChange')}>
            <Asked approval={approval} />
            {approval.now && <Now now={approval.now} />}
          </Section>
          {approval.decidedAt && (
            <Section title={t('approvals.decided')}>
              <Facts
                facts={[
                  [t('approvals.by'), <Actor key="by" by={approval.decidedBy} />],
                  [t('approvals.at'), <When key="at" at={approval.decidedAt} />],
                  [t('act.reason'), approval.reason],
                  [t('approvals.applied'), t(approval.isApplied && !approval.refused ? 'act.yes' : 'act.no')],
                  ...(approval.refused
                    ? [[t('approvals.refused'), <CopiedId key="refused" value={approval.refused} />] as const]
                    : []),
                ]}
              />
            </Section>
          )}
        </>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}

/** What the yes would do at this moment: how things would stand, or why it would be refused. */
function Now({ now }: { readonly now: NonNullable<Approval['now']> }) {
  const { t } = useTranslation();
  if (now.refused)
    return (
      <Alert color="red" variant="light" mt="sm">
        {t('approvals.nowRefused', { why: now.refused.detail })}
      </Alert>
    );
  if (!now.isSame)
    return (
      <Alert color="red" variant="light" mt="sm">
        {t('approvals.nowOther')}
      </Alert>
    );
  const { wallets, booked, available, unit } = (now.after ?? {}) as After;
  const shown = wallets ?? (booked === undefined ? [] : [{ walletType: '', unit: unit ?? '', booked, available }]);
  if (shown.length === 0) return null;
  return (
    <Facts
      facts={shown.flatMap((one) => [
        [t('approvals.standsBooked'), <Quantity key="booked" value={one.booked ?? '0'} unit={one.unit} />] as const,
        [
          t('approvals.standsAvailable'),
          <Quantity key="available" value={one.available ?? '0'} unit={one.unit} />,
        ] as const,
      ])}
    />
  );
}

type Standing = { walletType: string; unit: string; booked?: string | undefined; available?: string | undefined };
type After = { wallets?: readonly Standing[]; booked?: string; available?: string; unit?: string };

const RoleChange = lazy(async () => ({
  default: (await import('../people/role-words.tsx')).RoleChange,
}));

const PolicyLoosened = lazy(async () => ({
  default: (await import('../programs/policy-loosened.tsx')).PolicyLoosened,
}));

/** What was asked for, fact by fact. */
function Asked({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation();
  const programName = useProgramName();
  const walletWord = useWalletWord();
  if (approval.kind === 'promotions.publish')
    return (
      <Suspense>
        <PublicationAsked facts={approval.facts} />
      </Suspense>
    );
  if (approval.kind === 'staff.policy.loosen')
    return (
      <Suspense>
        <PolicyChange before={approval.facts['before'] as StaffPolicy} after={approval.facts['after'] as StaffPolicy} />
      </Suspense>
    );
  if (approval.kind === 'staff.role.loosen')
    return (
      <Suspense>
        <RoleChange facts={approval.facts} />
      </Suspense>
    );
  if (approval.kind === 'programs.policy_loosen')
    return (
      <Suspense>
        <PolicyLoosened facts={approval.facts} />
      </Suspense>
    );
  if (approval.kind === 'points.adjustment') {
    const { member, program, walletType, points, unit, reason } = approval.facts as Readonly<Record<string, string>>;
    return (
      <Facts
        facts={[
          [t('approvals.facts.member'), shownFact(member)],
          [t('member.program'), programName(program ?? '')],
          [t('member.wallet'), walletWord(walletType ?? '', undefined, program)],
          [t('member.adjust.points'), <Quantity key="points" value={points ?? '0'} unit={unit} isChange />],
          [t('approvals.facts.reason'), t(`member.reasons.${reason}`, reason ?? '')],
          [
            t('approvals.reference'),
            <CopiedId key="reference" value={approval.reference.replace(SPACE_OF_NAMES, '')} />,
          ],
        ]}
      />
    );
  }
  return (
    <Facts
      facts={[
        [t('approvals.subject'), <CopiedId key="subject" value={approval.subject} />],
        [t('approvals.reference'), <CopiedId key="reference" value={approval.reference.replace(SPACE_OF_NAMES, '')} />],
        ...Object.entries(approval.facts)
          .filter(([name]) => name !== 'unit')
          .map(
            ([name, value]) =>
              [t(`approvals.facts.${name}`, name), <Fact key={name} {...{ name, value, approval }} />] as const,
          ),
      ]}
    />
  );
}

/** What moves or is lost of one wallet, as rooms put it into the facts of a request. */
type WalletFact = { walletType: string; unit: string; points: string; pending?: string; owed?: string };
const isWallets = (value: unknown): value is readonly WalletFact[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && 'walletType' in one);

/** References stand in the space of names of whoever gave them; its number says nothing to a person. */
const SPACE_OF_NAMES = /^\d+\//;
const MEMBER_ID = /^mem_[0-9a-z]{26}$/;

const OPERATION_ID = /^op_[0-9a-z]{26}$/;

/** A setting of gift cards that would be looser: against which terms, and since when these hold. */
type Change = { setting: string; before: string; after: string; terms?: string; since?: string };

/** One fact in the words of the portal: amounts with their unit, ids as links, words of closed lists as everywhere. */
function Fact({ name, value, approval }: { name: string; value: unknown; approval: Approval }) {
  const { t } = useTranslation();
  const programName = useProgramName();
  const walletWord = useWalletWord();
  const { unit, program } = approval.facts as Readonly<Record<string, string | undefined>>;
  if (unit !== undefined && (name === 'points' || name === 'amount'))
    return <Quantity value={String(value)} unit={unit} />;
  if (name === 'program') return programName(String(value));
  if (name === 'walletType') return walletWord(String(value), undefined, program);
  if (name === 'act') return t(`approvals.acts.${String(value)}`, String(value));
  if (name === 'reason') return t(`member.reasons.${String(value)}`, String(value));
  if (name === 'effects' && Array.isArray(value))
    return value.map((one) => t(`cards.effects.${String(one)}`, String(one))).join(', ');
  if (name === 'serials') {
    const { first, last } = value as { first: number; last: number };
    return `${first} – ${last}`;
  }
  if (name === 'changes' && Array.isArray(value) && value.some((one: object) => 'setting' in one))
    return (value as readonly Change[]).map((one) => (
      <div key={`${one.terms} ${one.since} ${one.setting}`}>
        {one.terms !== undefined && `${one.terms}, `}
        {`${one.setting}: ${one.before} → ${one.after}`}
        {one.since !== undefined && (
          <>
            {' · '}
            {t('approvals.facts.inForceFrom')} <When at={one.since} />
          </>
        )}
      </div>
    ));
  if (typeof value === 'string' && OPERATION_ID.test(value))
    return (
      <Anchor component={Link} to={`/operations/${value}` as never} fz="sm">
        {t('approvals.operation')}
      </Anchor>
    );
  return shownFact(value);
}

function shownFact(value: unknown): ReactNode {
  if (value === null || value === undefined) return '—';
  if (isWallets(value)) return <WalletFacts wallets={value} />;
  if (typeof value === 'string' && MEMBER_ID.test(value)) return <MemberLink member={value} />;
  return typeof value === 'object' ? JSON.stringify(value) : asText(value);
}

function WalletFacts({ wallets }: { readonly wallets: readonly WalletFact[] }) {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  return wallets.map(({ walletType, unit, points, pending = '0', owed = '0' }) => (
    <div key={walletType}>
      {walletWord(walletType)}: <Quantity value={points} unit={unit} />
      {!isZero(pending) && (
        <>
          , {t('member.pending')} <Quantity value={pending} unit={unit} />
        </>
      )}
      {!isZero(owed) && (
        <>
          , {t('member.owed')} <Quantity value={owed} unit={unit} />
        </>
      )}
    </div>
  ));
}
