import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import { changeList, findNamed, type ListChange, type NamedMember, type SegmentDeps } from './change-list.ts';
import { saveSegment } from './save-segment.ts';
import type { Membership, Segment } from './segment.ts';
import { listMembers, membershipSheet } from './store/membership.ts';
import { isChangeDone } from './store/change.ts';
import { findSegment, listSegments } from './store/segment.ts';

/** The room: lists of members, and what fills them. */
export const createSegments = (deps: SegmentDeps) => {
  const { database, machine } = deps;
  return {
    save: (asked: Parameters<typeof saveSegment>[1]) => saveSegment(deps, asked),
    change: (change: ListChange) => changeList(deps, change),
    /** Who is meant by rows of a change; those that name nobody are left out. */
    named: async (tenant: number, rows: readonly NamedMember[]): Promise<readonly OwnerKey[]> =>
      (await findNamed(deps, tenant, rows)).members,
    /** Whether a change of that reference was done: then it is answered as it was, whatever is asked meanwhile. */
    isDone: (tenant: number, reference: string): Promise<boolean> => isChangeDone(database, { tenant, reference }),
    list: (tenant: number, after: string, limit: number) => listSegments(database, tenant, after, limit),
    async find(
      tenant: number,
      code: string,
    ): Promise<Ok<{ readonly segment: Segment }> | Refusal<'segments.segment.not_found'>> {
      const segment = await findSegment(database, tenant, code);
      return segment ? { ok: true, segment } : refuse('segments.segment.not_found', { segment: code });
    },
    members: (segment: Segment, after: bigint, limit: number): Promise<readonly Membership[]> =>
      listMembers(database, segment.segment, after, limit),
    /** The codes of the segments that a member belongs to now. */
    segmentsOf: async (member: OwnerKey): Promise<readonly string[]> =>
      (await machine.look.row(membershipSheet, member))?.segments ?? [],
  };
};

export type Segments = ReturnType<typeof createSegments>;
