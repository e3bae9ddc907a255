import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../../kernel/fault.ts';
import type { CopiedTable } from './inventory.ts';
import { openReader } from './reader.ts';
import { openWriter } from './writer.ts';

/** Told while a copy goes on: the table, and how many rows of all tables have gone through. */
export type Progress = (at: { table: string; rows: number; ofAbout: number }) => void;

/** What a copy has carried. */
export type Carried = { tables: number; rows: number };

const NEWLINE = 10;

/** Counts rows as they pass: in PostgreSQL's text form a newline ends a row, and nothing else is one. */
export function rowCounter(counted: (rows: number) => void): Transform {
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      let rows = 0;
      for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, at + 1)) rows++;
      counted(rows);
      done(undefined, piece);
    },
  });
}

/** The rows of all tables, by the statistics. */
export function estimatedRows(tables: readonly CopiedTable[]): number {
  return Math.round(tables.reduce((sum, { estimate }) => sum + estimate, 0));
}

/**
 * Copies everything from one database to another, table by table out of one snapshot, and counts every table on both
 * sides. The target must be empty. The source must be quiet, or what is written meanwhile is left behind: that is for
 * the caller to see to.
 */
export async function copyDatabase(
  sourceUrl: string,
  targetUrl: string,
  applicationName: string,
  progress: Progress = () => undefined,
): Promise<Carried> {
  const reader = await openReader(sourceUrl, applicationName);
  const { tables } = reader.inventory;
  const writer = await openWriter(targetUrl, reader.inventory, applicationName).catch(async (error: unknown) => {
    await reader.abandon();
    throw error;
  });
  try {
    let rows = 0;
    const ofAbout = estimatedRows(tables);
    for (const table of tables) {
      let ofTable = 0;
      const counter = rowCounter((more) => {
        ofTable += more;
        progress({ table: table.name, rows: rows + ofTable, ofAbout });
      });
      await pipeline(reader.rows(table), counter, writer.rows(table));
      refuseDifference(table, ofTable, await writer.count(table));
      rows += ofTable;
    }
    await writer.finish(await reader.close());
    return { tables: tables.length, rows };
  } catch (error) {
    await writer.abandon();
    await reader.abandon();
    throw error;
  }
}

/** A Fault when a table does not have as many rows as were sent to it. */
export function refuseDifference({ name }: CopiedTable, sent: number, counted: number): void {
  if (sent !== counted) {
    throw new Fault(`${name} has ${counted} rows after ${sent} were sent: the copy is not used`, { retry: 'safe' });
  }
}
