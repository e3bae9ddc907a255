import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { writeSettings } from '../programs/index.ts';
import type { PartnerDeps } from './partner-deps.ts';
import { updateTerminal } from './store/terminal.ts';
import type { Terminal, TerminalChange } from './terminal.ts';

export type SetTerminalOutcome =
  | Ok<{ readonly terminal: Terminal }>
  | Refusal<'partners.outlet.not_found' | 'partners.terminal.not_found'>;

/**
 * Suspends a terminal, lets it work again, or bars it from asking or telling; in every process within a second. What
 * the change does not say stays. Refuses an outlet, then a terminal, that the tenant does not have.
 */
export const setTerminal = async (
  deps: PartnerDeps,
  tenant: number,
  codes: { readonly outlet: string; readonly terminal: string },
  change: TerminalChange,
  by: Actor = PROGRAM_ITSELF,
): Promise<SetTerminalOutcome> => {
  await deps.refresh();
  const outlet = deps.settings().outletByCode(tenant, codes.outlet);
  if (outlet === undefined) return refuse('partners.outlet.not_found', { outlet: codes.outlet });
  const terminal = deps.settings().terminalByCode(outlet.outlet, codes.terminal);
  if (terminal === undefined) return refuse('partners.terminal.not_found', codes);
  const { mayRequest, mayNotify, state } = terminal;
  await writeSettings(
    deps,
    async (tx) => {
      await updateTerminal(tx, terminal.terminal, change);
      return true;
    },
    () => ({
      ...{ tenant, by, act: 'partners.terminal.changed', subject: `terminal ${codes.outlet}/${codes.terminal}` },
      ...{ before: { mayRequest, mayNotify, state }, after: change },
    }),
  );
  return { ok: true, terminal: deps.settings().terminal(terminal.terminal) };
};
