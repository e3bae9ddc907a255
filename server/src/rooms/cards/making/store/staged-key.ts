import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { openCopyClient } from '../../../../platform/database/copy/reader.ts';
import type { LineFlaw } from './flaw.ts';

/** What a key in the stage is of: a number, a number under an older digest key, a serial, a member's external id. */
export type StagedKind = 'n' | 'o' | 's' | 'm';

/** The keys of one file, laid beside each other in the database: duplicates are found there as sets. */
export type Stage = {
  add(kind: StagedKind, line: number, key: Buffer): void;
  /** Hands on what was added; awaited between pieces of the file, so that memory does not grow. */
  flush(): Promise<void>;
  /** No more keys; what stands twice, is taken already, or names nobody. In the order of lines, in portions. */
  findFlaws(tenant: number, each: (flaws: LineFlaw[]) => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

// COPY's binary form: a header of 19 bytes, then per row the number of fields and each with its length.
const HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const TRAILER = Buffer.from('ffff', 'hex');
const FIXED_BYTES = 2 + 4 + 4 + 4 + 1 + 4;
const BUFFER_BYTES = 256 * 1024;
const FLAWS_AT_ONCE = 5_000;

// A temporary table: no log, no vacuum, gone with its connection whatever happens. Hence no registered statements.
const CREATE = `create temp table staged_key (line int not null, kind "char" not null, key bytea not null)`;
// The number of a flaw within its line lies behind those that the row itself can have.
const FLAWS = `
with keyed as (select kind, key, min(line) as first from staged_key where kind in ('n', 's') group by kind, key having count(*) > 1)
select staged.line, case staged.kind when 'n' then 10 else 11 end as n,
       case staged.kind when 'n' then 'number.twice' else 'serial.twice' end as code, keyed.first
  from keyed join staged_key as staged on staged.kind = keyed.kind and staged.key = keyed.key and staged.line > keyed.first
union all
select staged.line, 12, 'number.taken', null from staged_key as staged
 where kind in ('n', 'o') and (exists (select 1 from cards.stock as held where held.tenant_id = $1 and held.key = staged.key)
    or exists (select 1 from lanes.name as name where name.tenant_id = $1 and name.kind = 'card' and name.key = staged.key))
union all
select line, 13, 'member_external_id.unknown', null
  from (select line, bool_or(exists (select 1 from lanes.name as name
               where name.tenant_id = $1 and name.kind = 'external' and name.key = staged.key)) as is_known
          from staged_key as staged where kind = 'm' group by line) as named
 where not is_known`;

/** Opens a stage on a connection of its own. */
export async function openStage(url: string): Promise<Stage> {
  const client = await openCopyClient(url, 'tallystick card files');
  await client.query(`set work_mem = '128MB'`);
  await client.query(CREATE);
  const copy = client.query(copyFrom('copy staged_key from stdin (format binary)'));
  let failure: Error | undefined;
  let wake = (): void => undefined;
  copy.on('drain', () => wake());
  copy.on('error', (error: Error) => {
    failure = error;
    wake();
  });
  const throwFailure = (): void => {
    if (failure) throw failure;
  };
  copy.write(HEADER);
  let buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  const send = (): void => {
    if (used > 0) copy.write(buffer.subarray(0, used));
    buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    used = 0;
  };
  return {
    add(kind, line, key) {
      if (used + FIXED_BYTES + key.length > BUFFER_BYTES) send();
      used = buffer.writeInt16BE(3, used);
      used = buffer.writeInt32BE(4, used);
      used = buffer.writeInt32BE(line, used);
      used = buffer.writeInt32BE(1, used);
      used = buffer.writeUInt8(kind.charCodeAt(0), used);
      used = buffer.writeInt32BE(key.length, used);
      used += key.copy(buffer, used);
    },
    async flush() {
      if (!failure && copy.writableNeedDrain) await new Promise<void>((resume) => (wake = resume));
      throwFailure();
    },
    async findFlaws(tenant, each) {
      send();
      copy.end(TRAILER);
      await finished(copy);
      await client.query('analyze staged_key');
      await client.query('begin');
      await client.query(`declare flaw cursor for ${FLAWS}`, [tenant]);
      for (;;) {
        const { rows } = await client.query<{ line: number; n: number; code: LineFlaw['code']; first: number | null }>(
          `fetch ${FLAWS_AT_ONCE} from flaw`,
        );
        if (rows.length === 0) break;
        await each(
          rows.map(({ line, n, code, first }) => ({
            line,
            n,
            code,
            ...(first !== null && { facts: { line: String(first) } }),
          })),
        );
      }
      await client.query('commit');
    },
    async close() {
      copy.destroy();
      // Not politely: a connection in the middle of a COPY would wait for its end.
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    },
  };
}
