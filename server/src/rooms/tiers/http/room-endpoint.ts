import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import { type LaneMachine, type OwnerKey, survivorOf } from '../../../platform/lanes/index.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Principal } from '../../partners/index.ts';
import type { Program, Programs } from '../../programs/index.ts';
import type { Tiers } from '../create-tiers.ts';

/** What the endpoints of this room stand on. */
export type TierRouteDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly machine: LaneMachine<JournalEntry>;
  readonly programs: Programs;
  readonly tiers: Tiers;
  /** What the rules of promotions make of a tier; undefined where none asks for it. */
  readonly promotions: {
    readonly refresh: () => Promise<void>;
    readonly speaksOf: (
      tenant: number,
      fact: { readonly of: 'tier'; readonly name: string },
    ) => { readonly promotions: readonly string[] } | undefined;
  };
};

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

/** A program of the principal's tenant. Whoever is bound to a program finds no other. */
export function findProgram(
  { programs }: TierRouteDeps,
  principal: Principal,
  code: string,
): Ok<{ program: Program }> | Refusal<'programs.program.not_found'> {
  const program = programs.settings().programByCode(principal.tenant, code);
  return program && (principal.program ?? program.program) === program.program
    ? { ok: true, program }
    : refuse('programs.program.not_found', { program: code });
}

/** A member of the principal's tenant. */
export async function findMember(
  { tokens, machine }: TierRouteDeps,
  principal: Principal,
  member: string,
): Promise<Ok<{ owner: OwnerKey }> | Refusal<'members.member.unknown'>> {
  const place = tokens.decode('mem', member);
  const owner = place && (await survivorOf(machine.look, { lane: place.lane, owner: place.id }));
  if (!owner || owner.tenant !== principal.tenant || owner.kind !== 'member') return refuse('members.member.unknown');
  return { ok: true, owner };
}
