import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { refuseCode, writeSettings } from '../programs/index.ts';
import type { PartnerDeps } from './partner-deps.ts';
import { insertTerminal } from './store/terminal.ts';
import type { Terminal, TerminalInput } from './terminal.ts';

export type AddTerminalOutcome =
  | Ok<{ readonly terminal: Terminal }>
  | Refusal<
      | 'programs.code.malformed'
      | 'partners.outlet.not_found'
      | 'partners.outlet.closed'
      | 'partners.terminal.code_taken'
    >;

/**
 * Adds a terminal to an outlet. Refuses, in this order: a malformed code, an outlet that the tenant does not have or
 * has closed, a code that the outlet has already.
 */
export const addTerminal = async (
  deps: PartnerDeps,
  tenant: number,
  outletCode: string,
  input: TerminalInput,
  by: Actor = PROGRAM_ITSELF,
): Promise<AddTerminalOutcome> => {
  await deps.refresh();
  const malformed = refuseCode(input.code);
  if (malformed) return malformed;
  const outlet = deps.settings().outletByCode(tenant, outletCode);
  if (outlet === undefined) return refuse('partners.outlet.not_found', { outlet: outletCode });
  if (outlet.state === 'closed') return refuse('partners.outlet.closed', { outlet: outletCode });
  const row = {
    tenant,
    outlet: outlet.outlet,
    code: input.code,
    mayRequest: input.mayRequest ?? true,
    mayNotify: input.mayNotify ?? true,
    hasOwnReferences: input.hasOwnReferences ?? false,
  };
  const terminal = await writeSettings(
    deps,
    (tx) => insertTerminal(tx, row),
    () => {
      const { mayRequest, mayNotify, hasOwnReferences } = row;
      const subject = `terminal ${outletCode}/${row.code}`;
      return {
        tenant,
        by,
        act: 'partners.terminal.added',
        subject,
        after: { mayRequest, mayNotify, hasOwnReferences },
      };
    },
  );
  if (terminal === undefined) return refuse('partners.terminal.code_taken', { outlet: outletCode, code: input.code });
  return { ok: true, terminal: deps.settings().terminal(terminal) };
};
