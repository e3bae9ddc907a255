import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCredentialName } from '../api/names.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import type { Approval } from './approvals-page.tsx';

/** What a request asks for, in words. */
export function useApprovalKind(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) => t(`approvals.kinds.${kind.replaceAll('.', '_')}`, kind);
}

/** Who asked or decided: a person by name, a credential by its own, or by its id. */
export function Actor({ by }: { readonly by: Approval['requestedBy'] | undefined }): ReactNode {
  const credentialName = useCredentialName();
  if (by?.name !== undefined) return by.name;
  if (by?.credential === undefined) return '—';
  const name = credentialName(by.credential);
  return name === by.credential ? <CopiedId value={by.credential} /> : name;
}
