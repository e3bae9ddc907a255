import { assert } from '../../../kernel/assert.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { externalIdKeys } from '../../members/index.ts';
import { cardKeys } from '../identify.ts';
import { readFile } from './card-file-safe.ts';
import { createSurvey } from './csv/file-survey.ts';
import { createRowReader, type FileRow } from './csv/read-rows.ts';
import type { Making } from './making.ts';
import type { MakingDeps } from './making-deps.ts';
import { readingOf } from './row-source.ts';
import { countWrongLines, deleteFlaws, insertFlaws, type LineFlaw } from './store/flaw.ts';
import { noteChecked } from './store/making.ts';
import { openStage, type Stage } from './store/staged-key.ts';

/** What keeps a work going: says how far it is, and answers whether it is still ours and nobody stops. */
export type Progress = (at: { readonly done: number; readonly total: number }) => Promise<boolean>;

export type WorkOutcome = 'done' | 'stopped' | Refusal;

/**
 * Checks every row of a file: by itself, against the others, and against the cards there are. Makes nothing. Done again from the
 * start after a crash. Gives a refusal where the file as a whole is none that could be read.
 */
export async function checkFile(
  deps: MakingDeps,
  making: Making,
  lease: string,
  progress: Progress,
): Promise<WorkOutcome> {
  const { key } = making.file;
  assert(key, 'a file that is being checked can be opened');
  const file = { name: making.file.name, key };
  const survey = createSurvey(making.told.encoding);
  for await (const piece of readFile(deps, file)) survey.push(piece);
  const surveyed = survey.end();
  if (!surveyed.ok) return surveyed;
  const { encoding, encodingBy, sha256 } = surveyed.survey;
  if (!sha256.equals(making.file.sha256)) return { ok: false, refusal: 'cards.file.changed' };

  await deps.database.transaction((tx) => deleteFlaws(tx, making.making));
  const range = deps.cards.settings().range(making.range);
  const reader = createRowReader({ ...readingOf(making, range, deps.programs), encoding });
  const stage = await openStage(deps.database.url);
  try {
    const take = stageRows(deps, making, stage);
    for await (const piece of readFile(deps, file)) {
      const read = reader.push(piece);
      if (!read.ok) return read;
      await take.rows(read.rows);
      if (!(await progress({ done: 0, total: take.total() }))) return 'stopped';
    }
    const ended = reader.end();
    if (!ended.ok) return ended;
    await take.rows(ended.rows);
    await take.keep();
    await stage.findFlaws(making.tenant, (flaws) => insertFlaws(deps.database, making.tenant, making.making, flaws));
    const noted = await noteChecked(deps.database, making.making, lease, {
      understood: { ...ended.understood, encoding, encodingBy },
      total: take.total(),
      wrong: await countWrongLines(deps.database, making.making),
      at: deps.clock.now(),
    });
    return noted ? 'done' : 'stopped';
  } finally {
    await stage.close();
  }
}

const FLAWS_AT_ONCE = 2_000;

/** Lays the keys of rows into the stage, and keeps what is wrong with the rows by themselves. */
function stageRows({ database, keys }: MakingDeps, { tenant, making }: Making, stage: Stage) {
  let total = 0;
  let flaws: LineFlaw[] = [];
  const keep = async (): Promise<void> => {
    await insertFlaws(database, tenant, making, flaws);
    flaws = [];
  };
  const lay = ({ line, ...row }: FileRow): void => {
    total += 1;
    if (row.flaws) {
      for (const [n, flaw] of row.flaws.entries()) flaws.push({ ...flaw, line, n });
      return;
    }
    const { number, serial, memberExternalId } = row.card;
    if (number !== undefined) {
      for (const [n, key] of cardKeys(keys, number).entries()) stage.add(n === 0 ? 'n' : 'o', line, key);
    }
    if (serial !== undefined) stage.add('s', line, Buffer.from(serial));
    if (memberExternalId !== undefined) {
      for (const key of externalIdKeys(keys, memberExternalId)) stage.add('m', line, key);
    }
  };
  return {
    total: () => total,
    async rows(rows: readonly FileRow[]) {
      for (const row of rows) lay(row);
      await stage.flush();
      if (flaws.length >= FLAWS_AT_ONCE) await keep();
    },
    keep,
  };
}
