import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { Fault } from '../../kernel/fault.ts';
import { instantFromIso, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { ownerKeyText } from '../../platform/lanes/index.ts';
import type { ErasedMember } from '../members/index.ts';

/** That a member was erased: by his number and the moment of his enrolment, with the keyed digests of his phone. No person. */
export type ErasureNoted = ErasedMember & {
  /** `begun` before it is booked, `done` after; begun alone says nothing. */
  readonly is: 'begun' | 'done';
  readonly at: Instant;
  readonly phones: readonly Buffer[];
};

const FORMAT = 1;

const line = z.strictObject({
  format: z.literal(FORMAT),
  is: z.enum(['begun', 'done']),
  at: z.iso.datetime(),
  tenant: z.int(),
  lane: z.int(),
  owner: z.string().regex(/^\d{1,19}$/),
  enrolledAt: z.iso.datetime(),
  phones: z.array(z.string().regex(/^[0-9a-f]+$/)),
});

/**
 * Appends to the list that stands beside the keys, and is on the disk when it returns: a backup knows nothing of who was erased after it
 * was made, this file does. Nothing without a file;
 * a Fault where it cannot be written.
 */
export function noteErasure(file: string | undefined, noted: ErasureNoted): void {
  if (file === undefined) return;
  const { is, at, tenant, lane, owner, enrolledAt, phones } = noted;
  const text = JSON.stringify({
    ...{ format: FORMAT, is, at: isoFromInstant(at), tenant, lane, owner: String(owner) },
    ...{ enrolledAt: isoFromInstant(enrolledAt), phones: phones.map((key) => key.toString('hex')) },
  });
  try {
    const handle = openSync(file, 'a', 0o600);
    try {
      appendFileSync(handle, `${text}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (cause) {
    throw new Fault(`${file} cannot be written: nobody is erased without a note of it`, { retry: 'safe', cause });
  }
}

/** The list, the last word on each member. A Fault for a line that cannot be read; one cut short at the end was never told. */
export function readErasures(file: string | undefined): readonly ErasureNoted[] {
  if (file === undefined || !existsSync(file)) return [];
  const noted = new Map<string, ErasureNoted>();
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [index, text] of lines.entries()) {
    if (text === '') continue;
    const read = line.safeParse(parsed(text));
    if (!read.success) {
      if (index === lines.length - 1) break;
      throw new Fault(`${file}, line ${index + 1} is not a line of erased members`, { retry: 'never' });
    }
    const { is, tenant, lane, phones } = read.data;
    const owner = BigInt(read.data.owner);
    const [at, enrolledAt] = [instantFromIso(read.data.at), instantFromIso(read.data.enrolledAt)];
    if (at === undefined || enrolledAt === undefined) continue;
    const one = { is, tenant, lane, owner, at, enrolledAt, phones: phones.map((key) => Buffer.from(key, 'hex')) };
    noted.set(`${ownerKeyText(one)}/${enrolledAt}`, one);
  }
  return [...noted.values()];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
