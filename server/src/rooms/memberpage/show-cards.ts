import { ean13IsValid } from '../../kernel/card-number.ts';
import { decryptField } from '../../platform/keys.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import { cipherContext } from '../cards/index.ts';
import { drawBarcode } from '../delivery/index.ts';
import type { MemberPageDeps } from './deps.ts';
import { findCards, type CardRow } from './read/cards.ts';

/** A card as its own member sees it, with what a till scans. */
export type CardShown = {
  readonly card: string;
  readonly type: string;
  readonly state: string;
  readonly masked: string;
  readonly programs: readonly string[];
  /** Absent for a blocked card: there is nothing to scan. */
  readonly number?: string;
  readonly qr?: string;
  readonly bars?: string;
};

/** The member's cards of all programs. The numbers leave the house here, to their own member and nobody else. */
export async function showCards(deps: MemberPageDeps, tenant: number, member: OwnerKey): Promise<CardShown[]> {
  const rows = await findCards(deps.database, tenant, member);
  return Promise.all(rows.map((row) => showCard(deps, tenant, member.lane, row)));
}

async function showCard(deps: MemberPageDeps, tenant: number, lane: number, row: CardRow): Promise<CardShown> {
  const settings = deps.programs.settings();
  const programs =
    row.programs.length > 0 ? row.programs.map((one) => settings.program(one)) : settings.programsOf(tenant);
  const shown = {
    card: deps.tokens.encode('card', lane, row.card),
    ...{ type: row.type, state: row.state, masked: `••••${row.last_four}` },
    programs: programs.map((one) => one.code),
  };
  if (row.state !== 'active') return shown;
  const number = decryptField(deps.keys, row.number_cipher, cipherContext(tenant, row.card)).toString('utf8');
  const [qr, bars] = await Promise.all([
    drawBarcode(number, 'qr', 'svg'),
    drawBarcode(number, ean13IsValid(number) ? 'ean13' : 'code128', 'svg'),
  ]);
  return { ...shown, number, ...(qr.ok && { qr: String(qr.image) }), ...(bars.ok && { bars: String(bars.image) }) };
}
