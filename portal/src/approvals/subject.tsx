import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asText } from '../acts/field.ts';
import { useThing } from '../acts/use-thing.ts';
import { useProgramName } from '../api/names.ts';
import { may, useOwnSession } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { countText } from '../kit/count.ts';
import { MemberLink } from '../member/member-link.tsx';
import { useSubjectWord } from '../people/act-words.ts';
import type { Approval } from './approvals-page.tsx';

const OF_PROGRAM = /^(draft|rulebook|promotion|program) (\S+) ?(.*)$/;
const BATCH = /^(?:card batch )?(cbat_\w+)$/;

/** Whom or what a request is about, by its name, with the way there: who decides twenty must not have to look each up. */
export function Subject({
  of: { kind, subject, facts },
}: {
  readonly of: Pick<Approval, 'kind' | 'subject' | 'facts'>;
}) {
  const subjectWord = useSubjectWord();
  const id = BATCH.exec(subject)?.[1];
  if (id !== undefined) return <BatchSubject batch={id} />;
  if (subject.startsWith('mem_')) return <MemberLink member={subject} />;
  if (subject.startsWith('card_'))
    return <CardSubject card={subject} isGift={kind.startsWith('giftcards.')} member={facts['member']} />;
  if (subject.startsWith('op_')) return <OperationSubject operation={subject} member={facts['member']} />;
  const ofProgram = OF_PROGRAM.exec(subject);
  if (ofProgram) return <ProgramSubject noun={ofProgram[1]!} program={ofProgram[2]!} what={ofProgram[3]!} />;
  const subjectName = kind === 'partners.credential_confirm' ? asText(facts['name']) : undefined;
  const words = subjectWord({ subject, subjectName });
  return words === undefined || words === subject ? <RangeOrId subject={subject} facts={facts} /> : words;
}

const MASK = '••••';

type CardProps = { readonly card: string; readonly isGift: boolean; readonly member: unknown };

/** A card by its last four digits. */
function CardSubject({ card, isGift, member }: CardProps) {
  const { t } = useTranslation();
  const mayRead = may(useOwnSession(), 'members:read');
  const asked = useThing<{ masked: string; type: string; member?: string }>(mayRead ? `/v1/cards/${card}` : undefined);
  if (!mayRead || asked.error) return <CopiedId value={card} />;
  if (!asked.data) return '…';
  const text = `${t(isGift ? 'giftCards.card' : 'member.card')} ${MASK} ${asked.data.masked.slice(-4)}`;
  const holder = asked.data.member ?? (typeof member === 'string' ? member : undefined);
  if (isGift || asked.data.type === 'gift')
    return (
      <Quiet to={`/gift-cards/desk/${card}`}>
        <span className="one-line">{text}</span>
      </Quiet>
    );
  return (
    <>
      <span className="one-line">{text}</span>
      {holder !== undefined && (
        <>
          {', '}
          <MemberLink member={holder} />
        </>
      )}
    </>
  );
}

/** Cards made together: how many of which range. */
function BatchSubject({ batch }: { readonly batch: string }) {
  const { t } = useTranslation();
  const mayRead = may(useOwnSession(), 'cards:make');
  const asked = useThing<{ range: string; quantity: number; file?: { reference: string } }>(
    mayRead ? `/v1/card-batches/${batch}` : undefined,
  );
  if (!mayRead || asked.error) return <CopiedId value={batch} />;
  if (!asked.data) return '…';
  const { range, quantity, file } = asked.data;
  return (
    <Quiet to={`/cards/batches/${batch}`}>
      {t('cards.batch')} {file?.reference ?? range} · {countText(quantity)}
    </Quiet>
  );
}

/** An operation by its kind and number, and whose it is. */
function OperationSubject({ operation, member }: { readonly operation: string; readonly member: unknown }) {
  const { t } = useTranslation();
  const mayRead = may(useOwnSession(), 'journal:read');
  const asked = useThing<{ kind: string; receipt?: { receiptNumber?: string }; member?: string }>(
    mayRead ? `/v1/operations/${operation}` : undefined,
  );
  if (!mayRead || asked.error) return <CopiedId value={operation} />;
  if (!asked.data) return '…';
  const { kind, receipt } = asked.data;
  const owner = asked.data.member ?? (typeof member === 'string' ? member : undefined);
  return (
    <>
      <Quiet to={`/operations/${operation}`}>
        {t([`operation.kind.${kind}`, kind])} {receipt?.receiptNumber}
      </Quiet>
      {owner !== undefined && (
        <>
          {', '}
          <MemberLink member={owner} />
        </>
      )}
    </>
  );
}

type ProgramProps = { readonly noun: string; readonly program: string; readonly what: string };

/** What a program has of its own: itself, a draft of its promotions, a version, one promotion. */
function ProgramSubject({ noun, program, what }: ProgramProps) {
  const { t } = useTranslation();
  const programName = useProgramName()(program);
  if (noun === 'program')
    return <Quiet to={`/programs/${program}`}>{t('acts.about.program', { what: programName })}</Quiet>;
  const text = `${t(`acts.about.${noun}`, { what })}, ${programName}`;
  if (noun !== 'draft') return text;
  return (
    <Quiet to={`/promotions/drafts/${what}`} search={{ program }}>
      {text}
    </Quiet>
  );
}

/** A range of cards or a code by itself stays what it is; an id is copied. */
function RangeOrId({ subject, facts }: Pick<Approval, 'subject' | 'facts'>) {
  const { t } = useTranslation();
  if (facts['range'] === subject)
    return <Quiet to={`/cards/ranges/${subject}`}>{t('acts.about.card range', { what: subject })}</Quiet>;
  if (typeof facts['batch'] === 'string' && facts['batch'].startsWith('cbat_'))
    return <BatchSubject batch={facts['batch']} />;
  if (typeof facts['member'] === 'string') return <MemberLink member={facts['member']} />;
  return (
    <Text span size="sm">
      <CopiedId value={subject} />
    </Text>
  );
}

type QuietProps = {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
};

/** A way there that does not open the row in which it stands. */
const Quiet = ({ to, search = {}, children }: QuietProps) => (
  <Link className="quiet" to={to as never} search={search as never} onClick={(event) => event.stopPropagation()}>
    {children}
  </Link>
);
