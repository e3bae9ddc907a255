import { refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Tokens } from '../../../../kernel/token.ts';
import { actorOf, type Actor } from '../../../../platform/audit.ts';
import { endpointsFor } from '../../../../platform/http/endpoint.ts';
import { speaksForTenant, type Partners, type Principal } from '../../../partners/index.ts';
import type { Programs } from '../../../programs/index.ts';
import type { Cards } from '../../create-cards.ts';
import type { Range } from '../../range.ts';
import type { CardMaking } from '../create-making.ts';
import { TENANT_ITSELF } from '../client-contact.ts';
import type { BatchToHandOut, CardLinks, Distribution } from '../distribution.ts';
import type { Making } from '../making.ts';

/** What the endpoints of making cards stand on. */
export type MakingRouteDeps = {
  readonly making: CardMaking;
  readonly cards: Pick<Cards, 'settings' | 'findBatch'>;
  /** How cards that were made are handed out. */
  readonly distribution: Distribution;
  readonly partners: Pick<Partners, 'settings'>;
  readonly programs: Pick<Programs, 'settings'>;
  readonly tokens: Tokens;
};

export const roomEndpoint = endpointsFor<Principal>();

export const SCOPE = 'cards:make';
export const TAGS = ['card making'];
const NO_LANE = 0;

export const fileToken = (tokens: Tokens, making: bigint): string => tokens.encode('cfile', NO_LANE, making);
export const batchToken = (tokens: Tokens, batch: bigint): string => tokens.encode('cbat', NO_LANE, batch);
export const approvalToken = (tokens: Tokens, approval: bigint): string => tokens.encode('appr', NO_LANE, approval);

/** The client for whom a principal speaks: its partner, or the tenant itself. */
export function clientOf({ partners }: Pick<MakingRouteDeps, 'partners'>, principal: Principal): number {
  const settings = partners.settings();
  if (principal.partner !== undefined) return principal.partner;
  if (principal.terminal !== undefined) return settings.outlet(settings.terminal(principal.terminal).outlet).partner;
  return principal.outlet === undefined ? TENANT_ITSELF : settings.outlet(principal.outlet).partner;
}

/** A range that the principal may see: one that is bound to a program sees those of its program. */
export function rangeFor(
  { cards }: Pick<MakingRouteDeps, 'cards'>,
  principal: Principal,
  code: string,
): Range | undefined {
  const range = cards.settings().rangeByCode(principal.tenant, code);
  return principal.program === undefined || range?.program === principal.program ? range : undefined;
}

/** The file behind a name. One of another tenant or client is unknown. */
export async function fileNamed(
  deps: MakingRouteDeps,
  principal: Principal,
  name: string,
): Promise<Making | Refusal<'cards.file.unknown'>> {
  const place = deps.tokens.decode('cfile', name);
  const found = place && (await deps.making.find(principal.tenant, place.id));
  const isTheirs = found && (speaksForTenant(principal) || found.partner === clientOf(deps, principal));
  return isTheirs ? found : refuse('cards.file.unknown');
}

/** Who asks, as codes are bound to it and the audit keeps it. */
export const userOf = (principal: Principal): Actor & { readonly credential: bigint } => ({
  ...actorOf(principal),
  credential: principal.credential,
});

/** A batch as it is handed out: by the program of its range. */
export function toHandOut(
  range: Range,
  { tenant, batch }: { readonly tenant: number; readonly batch: bigint },
): BatchToHandOut {
  return { tenant, batch, program: range.program };
}

/** A card's links, as the API shows them. */
export const linksBody = ({ url, apple, google }: CardLinks) => ({
  link: url,
  ...((apple ?? google) !== undefined && {
    passes: { ...(apple !== undefined && { apple }), ...(google !== undefined && { google }) },
  }),
});

/** Whatever has a secret in it is kept by nobody. */
export const NOT_KEPT = { 'cache-control': 'no-store' } as const;
