import { createByteWriter } from '../../kernel/byte-writer.ts';
import { digest } from '../../kernel/canonical.ts';
import type { Instant } from '../../kernel/instant.ts';

/** Leads the sealed bytes. A new column enters the chain only with a new number; old rows keep theirs for ever. */
const AUDIT_SEAL_FORMAT = 1;

const writer = createByteWriter();

/** A row of the audit chain without its digests. `before` and `after` are canonical JSON. */
export type AuditRow = {
  readonly tenant: number;
  readonly seq: bigint;
  readonly at: Instant;
  readonly act: string;
  readonly subject: string;
  readonly person: bigint | undefined;
  readonly credential: bigint | undefined;
  readonly session: bigint | undefined;
  readonly reason: string | undefined;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** The head before the first act of a tenant. */
export const FIRST_HEAD = Buffer.alloc(32);

// Absent is not empty, and no id is 0.
const optional = (text: string | undefined): void => {
  writer.u8(text === undefined ? 0 : 1);
  if (text !== undefined) writer.text(text);
};

/** The sha256 over a row's canonical bytes, and that over the head before and this digest. */
export const sealAudit = (row: AuditRow, previousHead: Buffer): { readonly digest: Buffer; readonly head: Buffer } => {
  writer.reset();
  writer.u8(AUDIT_SEAL_FORMAT);
  writer.u32(row.tenant);
  writer.u64(row.seq);
  writer.i64(BigInt(row.at));
  writer.text(row.act);
  writer.text(row.subject);
  writer.i64(row.person ?? 0n);
  writer.i64(row.credential ?? 0n);
  writer.i64(row.session ?? 0n);
  optional(row.reason);
  optional(row.before);
  optional(row.after);
  const sealed = digest(writer.finish());
  return { digest: sealed, head: digest(Buffer.concat([previousHead, sealed])) };
};
