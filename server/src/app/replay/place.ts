import { assert } from '../../kernel/assert.ts';
import { Fault } from '../../kernel/fault.ts';
import { instantFromIso } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Till } from '../../rooms/partners/index.ts';
import type { Validity } from '../../kernel/validity.ts';
import type { WalletRules } from '../../rooms/points/index.ts';
import type { RulebookInput } from '../../rooms/promotions/index.ts';
import type { House } from '../compose.ts';

/** Where a source happened: opened at the first replay, found again at the later ones. */
export type PlaceInput = {
  readonly tenant: string;
  readonly program: string;
  readonly name: string;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly pointsDecimals: number;
  readonly partner: string;
  readonly outlets: readonly string[];
  readonly wallets: readonly PlaceWallet[];
  readonly rulebook: RulebookInput;
};

type PlaceWallet = {
  readonly code: string;
  readonly spendOrder: number;
  readonly paysPoints: bigint;
  readonly paysMoney: bigint;
  readonly rules: WalletRules;
  readonly expiry: Validity;
};

/** A place with a till at each outlet. */
export type Place = { readonly tenant: number; readonly program: number; readonly tills: ReadonlyMap<string, Till> };

const POINTS = 'PTS';
const TERMINAL = 'file';
// Before anything that a source tells, so that its whole past is decided by rules.
const RULES_SINCE = '2010-01-01T00:00:00Z';
// A replay tells what happened long ago; that is no exception here.
const NOTICE_AGE_DAYS = 36_500;

const isThere = (outcome: { readonly ok: true } | Refusal): void => {
  if (!outcome.ok && !/taken|exists/.test(outcome.refusal)) throw notOpened(outcome);
};
const notOpened = ({ refusal, facts }: Refusal): Fault =>
  new Fault(`the place of the replay cannot be opened: ${refusal} ${JSON.stringify(facts ?? {})}`, { retry: 'never' });

/**
 * Opens what is missing: tenant, units, program, wallets, partner, outlets with a terminal, rulebook. What is there stays as it
 * is, so whoever has published other rules replays under these. A Fault when the program counts in another currency.
 */
export async function openPlace(house: House, input: PlaceInput): Promise<Place> {
  const { programs, partners, promotions } = house;
  const known = programs.settings().tenantByCode(input.tenant);
  if (known) refuseOtherProgram(house, known.tenant, input);
  const opened =
    known ?? (await programs.openTenant({ code: input.tenant, name: input.name, defaultCountry: input.country }));
  if ('refusal' in opened) throw notOpened(opened);
  const { tenant } = 'ok' in opened ? opened.tenant : opened;
  isThere(await programs.defineUnit(tenant, { code: input.currency, kind: 'money' }));
  isThere(await programs.defineUnit(tenant, { code: POINTS, kind: 'points', decimals: input.pointsDecimals }));
  const { program: code, name, zone, currency } = input;
  isThere(
    await programs.openProgram(tenant, { code, name, zone, currency, policy: { noticeAgeMaxDays: NOTICE_AGE_DAYS } }),
  );
  const program = programs.settings().programByCode(tenant, code);
  assert(program, 'the program was opened');
  await defineWallets(house, tenant, program.program, input);
  await openOutlets(house, tenant, input);
  if (promotions.list(program.program).length === 0) {
    const published = await promotions.publish({
      program: program.program,
      content: input.rulebook,
      inForceFrom: instantFromIso(RULES_SINCE),
    });
    if (!published.ok) throw notOpened(published);
  }
  const { settings } = partners;
  const tills = new Map<string, Till>();
  for (const of of input.outlets) {
    const outlet = settings().outletByCode(tenant, of);
    const terminal = outlet && settings().terminalByCode(outlet.outlet, TERMINAL);
    assert(outlet && terminal, `outlet ${of} was added with its terminal`);
    tills.set(of, {
      outlet,
      terminal,
      partner: settings().partner(outlet.partner),
      program: programs.settings().program(outlet.program),
    });
  }
  return { tenant, program: program.program, tills };
}

/** A program that is there and counts otherwise is somebody else's: nothing is added to it. */
function refuseOtherProgram(
  { programs }: House,
  tenant: number,
  { tenant: code, program: name, currency, zone }: PlaceInput,
): void {
  const program = programs.settings().programByCode(tenant, name);
  if (!program || (program.currency.code === currency && program.zone.name === zone)) return;
  const is = `${program.currency.code} in ${program.zone.name}`;
  throw new Fault(`program ${name} of tenant ${code} counts ${is}, the source ${currency} in ${zone}`, {
    retry: 'never',
  });
}

async function defineWallets(
  { programs, walletTypes, accounts }: House,
  tenant: number,
  program: number,
  input: PlaceInput,
): Promise<void> {
  const unit = programs.settings().unitByCode(tenant, POINTS);
  assert(unit, 'the unit of the points was defined');
  const decimals = {
    unitDecimals: unit.decimals,
    currencyDecimals: programs.settings().program(program).currency.decimals,
  };
  for (const wallet of input.wallets) {
    if (walletTypes.byCode(program, wallet.code)) continue;
    isThere(await walletTypes.define({ ...wallet, tenant, program, unit: unit.unit, activation: 'none' }, decimals));
  }
  await accounts.refresh();
  await walletTypes.refresh();
}

async function openOutlets({ partners }: House, tenant: number, input: PlaceInput): Promise<void> {
  isThere(await partners.addPartner(tenant, { code: input.partner, name: input.name }));
  for (const code of input.outlets) {
    const known = partners.settings().outletByCode(tenant, code);
    if (!known)
      isThere(await partners.addOutlet(tenant, { code, name: code, partner: input.partner, program: input.program }));
    const outlet = partners.settings().outletByCode(tenant, code);
    if (outlet && partners.settings().terminalByCode(outlet.outlet, TERMINAL)) continue;
    isThere(await partners.addTerminal(tenant, code, { code: TERMINAL, mayRequest: false }));
  }
}
