import { Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession, type Session } from '../api/session.ts';
import { SignInForm } from '../sign-in/sign-in.tsx';

/** Asks who is there, above the work that the end of a session has met: nothing of it is lost, and the place is the same afterwards. */
export function SignInAgain({ was }: { readonly was: Session }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: now } = useSession();
  useEffect(
    () => () => {
      const session = queries.getQueryData<Session | null>(['session']);
      // Somebody else does not go on with what the first one was doing.
      if (session && session.person.id !== was.person.id) window.location.reload();
      else void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
    [queries, was],
  );
  return (
    <Modal
      opened={!now}
      onClose={() => undefined}
      withCloseButton={false}
      title={t('shell.sessionOver')}
      zIndex={1_000}
      size={400}
    >
      <SignInForm email={was.person.email} />
    </Modal>
  );
}
