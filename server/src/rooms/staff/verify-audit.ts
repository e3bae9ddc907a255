import type { Queries } from '../../platform/database/database.ts';
import { FIRST_HEAD, sealAudit } from './audit-seal.ts';
import { selectAuditHeads, selectAuditInOrder, selectHeadlessAudit } from './read/audit.ts';
import type { AuditHead } from './read/audit.ts';

/** The first thing that is wrong in a chain. */
export type AuditProblem = { readonly tenant: number; readonly seq: bigint; readonly what: string };

export type VerifiedAudit = {
  readonly chains: readonly { readonly tenant: string; readonly acts: bigint; readonly head: string }[];
  readonly problem: AuditProblem | undefined;
};

const PAGE = 1_000;

/** Heads that were signed before, by tenant and number. */
type Signed = ReadonlyMap<number, ReadonlyMap<bigint, Buffer>>;

const verifyChain = async (
  database: Queries,
  { tenant, seq: last, head: end }: AuditHead,
  signed: ReadonlyMap<bigint, Buffer> | undefined,
  onActs: (count: number) => void,
): Promise<AuditProblem | undefined> => {
  let head: Buffer = FIRST_HEAD;
  let seq = 0n;
  for (;;) {
    const rows = await selectAuditInOrder(database, tenant, seq, PAGE);
    for (const row of rows) {
      // What was appended since the end was read is of a later look.
      if (row.seq > last) break;
      if (row.seq !== seq + 1n) return { tenant, seq: seq + 1n, what: 'an act is missing' };
      const sealed = sealAudit(row, head);
      if (!sealed.digest.equals(row.digest))
        return { tenant, seq: row.seq, what: 'the digest is not that of its columns' };
      if (!sealed.head.equals(row.head)) return { tenant, seq: row.seq, what: 'the chain is broken' };
      const root = signed?.get(row.seq);
      if (root && !root.equals(row.head))
        return { tenant, seq: row.seq, what: 'the chain is not the one that was signed' };
      ({ head } = row);
      ({ seq } = row);
    }
    onActs(rows.length);
    if (rows.length < PAGE || seq === last) break;
  }
  if (seq !== last) return { tenant, seq: seq + 1n, what: 'acts at the end are missing' };
  const beyond = [...(signed?.keys() ?? [])].find((one) => one > last);
  if (beyond !== undefined)
    return { tenant, seq: beyond, what: 'acts that were there when heads were signed are missing' };
  return head.equals(end) ? undefined : { tenant, seq, what: 'the end of the chain is not that of its last act' };
};

/**
 * Computes every audit chain anew and names the first row that is wrong: changed, missing, added or moved; and, against
 * signed heads, a chain that was made anew or is gone. `onProgress` is told how many acts of about how many are through, and of which tenant.
 */
export const verifyAudit = async (
  database: Queries,
  signed: Signed = new Map(),
  onProgress?: (acts: number, ofAbout: number, tenant: string) => void,
): Promise<VerifiedAudit> => {
  const [headless] = await selectHeadlessAudit(database);
  if (headless !== undefined) {
    return { chains: [], problem: { tenant: headless, seq: 1n, what: 'the chain has no end' } };
  }
  const chains: { tenant: string; acts: bigint; head: string }[] = [];
  const ends = await selectAuditHeads(database);
  const gone = [...signed.keys()].find((tenant) => !ends.some((end) => end.tenant === tenant));
  if (gone !== undefined) return { chains, problem: { tenant: gone, seq: 1n, what: 'the chain is gone' } };
  const ofAbout = Number(ends.reduce((sum, { seq }) => sum + seq, 0n));
  let acts = 0;
  for (const end of ends) {
    const onActs = (count: number): void => onProgress?.((acts += count), ofAbout, end.code);
    const problem = await verifyChain(database, end, signed.get(end.tenant), onActs);
    if (problem) return { chains, problem };
    chains.push({ tenant: end.code, acts: end.seq, head: end.head.toString('hex') });
  }
  return { chains, problem: undefined };
};
