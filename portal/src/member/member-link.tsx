import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useOwnSession } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { nameOf, useMember } from './member-data.ts';

/** Whose it is, by name where members may be read. */
export function MemberLink({ member }: { readonly member: string }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  if (!may(session, 'members:read')) return <CopiedId value={member} />;
  return (
    <Link className="quiet" to="/members/$member" params={{ member }} onClick={(event) => event.stopPropagation()}>
      <MemberName member={member} nameless={t('member.nameless')} />
    </Link>
  );
}

function MemberName({ member, nameless }: { readonly member: string; readonly nameless: string }) {
  const { data, error } = useMember(member);
  if (error) return member;
  return data ? nameOf(data) || nameless : '…';
}
