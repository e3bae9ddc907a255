import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { memberSchema } from '../../../contract/members.ts';
import type { balanceSchema } from '../../../contract/points.ts';
import type { timelineEntrySchema, timelinePageSchema } from '../../../contract/screens.ts';
import { ask } from '../api/ask.ts';

export type Member = z.infer<typeof memberSchema>;
export type Card = Member['cards'][number];
export type Balance = z.infer<typeof balanceSchema>;
export type Wallet = Balance['wallets'][number];
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
type TimelinePage = z.infer<typeof timelinePageSchema>;

const ENTRIES_PER_PAGE = 25;

/** The name of a member; empty when none is known. */
export const nameOf = ({ profile }: Pick<Member, 'profile'>): string =>
  [profile.givenName, profile.familyName].filter(Boolean).join(' ');

export const useMember = (member: string) =>
  useQuery({ queryKey: ['member', member], queryFn: () => ask<Member>(`GET /v1/members/${member}`) });

/** As it stands now: what time has done meanwhile counts. */
export const useBalance = (member: string, isAllowed: boolean) =>
  useQuery({
    queryKey: ['member', member, 'balance'],
    queryFn: () => ask<Balance>(`GET /v1/members/${member}/balance`),
    enabled: isAllowed,
  });

export const useTimeline = (member: string, isAllowed: boolean) =>
  useInfiniteQuery({
    queryKey: ['member', member, 'timeline'],
    queryFn: ({ pageParam }) =>
      ask<TimelinePage>(`GET /v1/members/${member}/timeline`, {
        query: { limit: ENTRIES_PER_PAGE, cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    enabled: isAllowed,
  });

/** Asks everything of a member anew, after an act. */
export function useMemberChanged(member: string): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    // What waits for a second person stands there too.
    await queries.invalidateQueries({ queryKey: ['/v1/approvals'] });
    await queries.invalidateQueries({ queryKey: ['member', member] });
  };
}
