import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { refuseClosed } from '../programs/index.ts';
import type { ProgramSettings } from '../programs/index.ts';
import type { Principal } from './credential.ts';
import { mayActFor } from './may-act-for.ts';
import type { Outlet } from './outlet.ts';
import type { PartnerSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import type { Till } from './till.ts';

/** The codes by which a till names itself; a credential that is bound to a terminal needs none. */
export type TillNames = { readonly outlet?: string | undefined; readonly terminal?: string | undefined };

/** Asked or told (architecture 14): a request may be refused for a state, a notice only for its sender. */
export type Manner = 'request' | 'notice';

/** What a request is refused for, and a notice is marked with. */
export type TillException = Refusal<'partners.outlet.closed' | 'programs.program.closed'>;

export type ResolveTillOutcome =
  | Ok<
      Till & {
        /** Empty for a request. What stood against a notice: it is booked all the same, marked and listed. */
        readonly exceptions: readonly TillException[];
      }
    >
  | TillException
  | Refusal<
      | 'partners.outlet.missing'
      | 'partners.outlet.not_found'
      | 'partners.terminal.missing'
      | 'partners.terminal.not_found'
      | 'partners.terminal.not_of_credential'
      | 'partners.partner.suspended'
      | 'partners.terminal.suspended'
      | 'partners.terminal.may_not_request'
      | 'partners.terminal.may_not_notify'
    >;

type Named =
  | Ok<{ readonly outlet: Outlet; readonly terminal: Terminal }>
  | Refusal<
      | 'partners.outlet.missing'
      | 'partners.outlet.not_found'
      | 'partners.terminal.missing'
      | 'partners.terminal.not_found'
    >;

const findNamed = (settings: PartnerSettings, principal: Principal, names: TillNames): Named => {
  const own = principal.terminal === undefined ? undefined : settings.terminal(principal.terminal);
  const ownOutlet = own && settings.outlet(own.outlet);
  const outlet = names.outlet === undefined ? ownOutlet : settings.outletByCode(principal.tenant, names.outlet);
  if (outlet === undefined) {
    if (names.outlet === undefined) return refuse('partners.outlet.missing');
    return refuse('partners.outlet.not_found', { outlet: names.outlet });
  }
  if (names.terminal === undefined) {
    // A till's credential that names another outlet and no terminal has named none there.
    if (own === undefined || own.outlet !== outlet.outlet) return refuse('partners.terminal.missing');
    return { ok: true, outlet, terminal: own };
  }
  const terminal = settings.terminalByCode(outlet.outlet, names.terminal);
  if (terminal === undefined) {
    return refuse('partners.terminal.not_found', { outlet: outlet.code, terminal: names.terminal });
  }
  return { ok: true, outlet, terminal };
};

/**
 * Finds the till that an operation comes from, and says whether it may come. Refuses, in this order: an outlet that is
 * not named or not known, a terminal likewise, a terminal that is not the credential's, a suspended partner, a
 * suspended terminal, a terminal that may not speak in this manner; then, for requests only, a closed outlet and a
 * closed program.
 */
export const resolveTill = (
  settings: { readonly partners: PartnerSettings; readonly programs: ProgramSettings },
  principal: Principal,
  names: TillNames,
  manner: Manner,
): ResolveTillOutcome => {
  const named = findNamed(settings.partners, principal, names);
  if (!named.ok) return named;
  const { outlet, terminal } = named;
  const facts = { outlet: outlet.code, terminal: terminal.code };
  if (!mayActFor(settings.partners, principal, terminal)) return refuse('partners.terminal.not_of_credential', facts);
  const partner = settings.partners.partner(outlet.partner);
  if (partner.state === 'suspended') return refuse('partners.partner.suspended', { partner: partner.code });
  if (terminal.state === 'suspended') return refuse('partners.terminal.suspended', facts);
  if (manner === 'request' && !terminal.mayRequest) return refuse('partners.terminal.may_not_request', facts);
  if (manner === 'notice' && !terminal.mayNotify) return refuse('partners.terminal.may_not_notify', facts);

  const program = settings.programs.program(outlet.program);
  const exceptions: TillException[] = [];
  if (outlet.state === 'closed') exceptions.push(refuse('partners.outlet.closed', { outlet: outlet.code }));
  const closed = refuseClosed(program);
  if (closed) exceptions.push(closed);
  if (manner === 'request' && exceptions[0] !== undefined) return exceptions[0];
  return { ok: true, terminal, outlet, partner, program, credential: principal.credential, exceptions };
};
