import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { type OwnerKey, survivorOf } from '../../../platform/lanes/index.ts';
import { decodeCursor } from '../../../platform/http/cursor.ts';
import type { Principal } from '../../partners/index.ts';
import type { PlaceInWallet } from '../read/holds.ts';
import type { PointsRoom } from './room-endpoint.ts';

/** The master account of a member of the principal's tenant. */
export async function findOwner(
  { tokens, machine }: PointsRoom,
  principal: Principal,
  member: string,
): Promise<Ok<{ owner: OwnerKey }> | Refusal<'members.member.unknown'>> {
  const place = tokens.decode('mem', member);
  const owner = place && (await survivorOf(machine.look, { lane: place.lane, owner: place.id }));
  if (!owner || owner.tenant !== principal.tenant || owner.kind !== 'member') return refuse('members.member.unknown');
  return { ok: true, owner };
}

const WHOLE = /^\d{1,18}$/;

/** A whole number in a cursor; undefined for anything else. */
export const wholeOf = (text: string): bigint | undefined => (WHOLE.test(text) ? BigInt(text) : undefined);

/** Where a page of holds or debts ended; undefined at the beginning. */
export function readPlace(
  cursor: string | undefined,
): Ok<{ after: PlaceInWallet | undefined }> | Refusal<'http.cursor.malformed'> {
  if (cursor === undefined) return { ok: true, after: undefined };
  const read = decodeCursor(cursor, ['string', 'string', 'number']);
  if (!read.ok) return read;
  const [wallet, seq] = [wholeOf(read.key[0]), wholeOf(read.key[1])];
  const n = read.key[2];
  if (wallet === undefined || seq === undefined || !isSmall(n)) return refuse('http.cursor.malformed');
  return { ok: true, after: { wallet, seq, n } };
}

/** Fits the column for places inside an entry. */
export const isSmall = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= 32_767;
