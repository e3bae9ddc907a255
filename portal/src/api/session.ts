import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { z } from 'zod';
import type { ownSessionSchema } from '../../../contract/portal.ts';
import { ask, Refused, setCsrf } from './ask.ts';

export type Session = z.infer<typeof ownSessionSchema>;

/** Who is signed in; null when nobody is. */
export const useSession = (): UseQueryResult<Session | null> =>
  useQuery({
    queryKey: ['session'],
    queryFn: async () => {
      try {
        const session = await ask<Session>('GET /v1/portal/session');
        setCsrf(session.csrf);
        return session;
      } catch (error) {
        if (error instanceof Refused && error.problem.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });

/** Whose screens these are. It stays while a session that ended is asked for again above them. */
export const OwnSession = createContext<Session | undefined>(undefined);

/** The session of whoever is signed in; only for what the shell shows to people who are. */
export function useOwnSession(): Session {
  const session = useContext(OwnSession);
  if (!session) throw new Error('shown without a session');
  return session;
}

/** Whether somebody may, anywhere. The server decides where; this only keeps acts off the screen that it would refuse. */
export const may = (session: Session, permission: string): boolean => session.permissions.includes(permission);
