import { Alert, Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import type { Credential, IssuedCredential } from './partner-types.ts';

/** Said where a key is handed out that a second person has to confirm: it works, and how far. */
export function WaitsForConfirmation({ of: { isConfirmed, approval } }: { readonly of: IssuedCredential }) {
  const { t } = useTranslation();
  if (isConfirmed) return null;
  return (
    <Alert color="yellow" variant="light" role="note">
      {t('partners.confirmWaits')}{' '}
      {approval !== undefined && (
        <Anchor component={Link} to={`/approvals/${approval}` as never} size="sm">
          {t('partners.toConfirmation')}
        </Anchor>
      )}
    </Alert>
  );
}

/** Asks a second person again: the first request was declined, or nobody decided it. */
export function useConfirm(): (one: Credential) => Act {
  const { t } = useTranslation();
  return ({ id, name }) => ({
    title: t('partners.confirm'),
    verb: t('partners.confirm'),
    what: `POST /v1/credentials/${id}/confirm`,
    isNamed: true,
    changes: ['/v1/credentials', '/v1/approvals'],
    effect: () => t('partners.confirmEffect', { name }),
  });
}
