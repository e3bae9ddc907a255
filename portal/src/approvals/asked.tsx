import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asText } from '../acts/field.ts';
import { Facts } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useProgramName } from '../api/names.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { addDecimals, isZero } from '../kit/decimal.ts';
import { Quantity } from '../kit/quantity.tsx';
import { MemberLink } from '../member/member-link.tsx';
import { usePermissionWord } from '../people/permission-words.ts';
import type { StaffPolicy } from '../people/people-types.ts';
import type { Approval } from './approvals-page.tsx';
import { Subject } from './subject.tsx';

const PublicationAsked = lazy(async () => ({
  default: (await import('../promotions/publication-asked.tsx')).PublicationAsked,
}));

const PolicyChange = lazy(async () => ({
  default: (await import('../people/policy-words.tsx')).PolicyChange,
}));

const RoleChange = lazy(async () => ({
  default: (await import('../people/role-words.tsx')).RoleChange,
}));

const PolicyLoosened = lazy(async () => ({
  default: (await import('../programs/policy-loosened.tsx')).PolicyLoosened,
}));

/** What was asked for, fact by fact. */
export function Asked({ approval }: { readonly approval: Approval }) {
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
        [t('approvals.subject'), <Subject key="subject" of={approval} />],
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

/** Money on gift cards, as rooms put it into the facts of a request. */
type CardFact = { card?: string; amount: string; promotional?: string; unit: string };
const isCardFact = (one: unknown): one is CardFact =>
  typeof one === 'object' && one !== null && 'amount' in one && 'unit' in one;

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
  const permissionWord = usePermissionWord();
  const { unit, program } = approval.facts as Readonly<Record<string, string | undefined>>;
  if (unit !== undefined && (name === 'points' || name === 'amount'))
    return <Quantity value={String(value)} unit={unit} />;
  if (name === 'program') return programName(String(value));
  if (name === 'walletType') return walletWord(String(value), undefined, program);
  if (name === 'act') return t(`approvals.acts.${String(value)}`, String(value));
  if (name === 'reason') return t(`member.reasons.${String(value)}`, String(value));
  if (name === 'scopes' && Array.isArray(value)) return value.map((one) => permissionWord(String(one))).join(' · ');
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
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string'))
    return value.every((one) => MEMBER_ID.test(one))
      ? value.map((one) => (
          <div key={one}>
            <MemberLink member={one} />
          </div>
        ))
      : value.join(', ');
  const cards: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (cards.length > 0 && cards.every(isCardFact)) return <CardFacts cards={cards} />;
  if (typeof value === 'string' && MEMBER_ID.test(value)) return <MemberLink member={value} />;
  return typeof value === 'object' ? JSON.stringify(value) : asText(value);
}

function CardFacts({ cards }: { readonly cards: readonly CardFact[] }) {
  return cards.map(({ card, amount, promotional = '0', unit }) => (
    <div key={`${card} ${amount}`}>
      {card !== undefined && `${card}: `}
      <Quantity value={addDecimals(amount, promotional)} unit={unit} />
    </div>
  ));
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
