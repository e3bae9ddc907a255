import type { CardSettings } from '../../rooms/cards/index.ts';
import { createCoupons, createPromotions, createRotation, createVersions } from '../../rooms/promotions/index.ts';
import { createSegmentNames } from '../../rooms/segments/index.ts';
import { createRuns } from '../../rooms/simulation/index.ts';
import { createDefinitions, createTiers } from '../../rooms/tiers/index.ts';
import type { Ground } from '../ground.ts';
import { namesOfProgram } from '../names-of-program.ts';
import { createLoopholeSearch } from '../search-for-loopholes.ts';
import type { SettingsRooms } from './settings-rooms.ts';

type Ranges = { readonly settings: () => CardSettings; readonly refresh: () => Promise<void> };

/** The rooms of rules: tiers, and promotions from their draft to what is live, with what tries them before. */
export function composeRuleRooms(
  { database, keys, clock, log }: Ground,
  { onFailure, tokens, accounts, programs, staff, partners, walletTypes, funding }: SettingsRooms,
  /** Of the cards above: asked when something is published, long after all rooms are made. */
  { settings: ranges, refresh: refreshRanges }: Ranges,
) {
  const segmentNames = createSegmentNames({ database, onFailure });
  const tiers = createTiers({
    ...{ database, clock, tokens, accounts, programs, walletTypes, audit: staff.audit },
    definitions: createDefinitions({ database, programs, walletTypes, onFailure }),
  });
  const promotions = createPromotions({
    names: (program) =>
      namesOfProgram(
        {
          ...{ clock, programs, partners, walletTypes, segmentNames },
          tiersOf: (of) => tiers.definitions.of(of),
          hasCardRange: (tenant, code) => ranges().rangeByCode(tenant, code) !== undefined,
        },
        program,
      ),
    refreshNames: async () => {
      await Promise.all([
        partners.refresh(),
        walletTypes.refresh(),
        segmentNames.refresh(),
        tiers.definitions.refresh(),
        refreshRanges(),
      ]);
    },
    fundedWallets: (program, code) => {
      const contract = funding.byCode(program, code);
      if (contract === undefined) return undefined;
      return new Set(walletTypes.ofProgram(program).flatMap((one) => (one.unit === contract.unit ? [one.code] : [])));
    },
    database,
    clock,
    programs,
    onFailure,
    audit: staff.audit,
    walletTypes: (program) => {
      const decimalsOf = (unit: number): { decimals: number } => programs.settings().unit(unit);
      return new Map(walletTypes.ofProgram(program).map((type) => [type.code, decimalsOf(type.unit)]));
    },
  });
  const versions = createVersions({
    ...{ database, clock, programs, promotions, approvals: staff.approvals, audit: staff.audit },
    preflight: createLoopholeSearch({ clock, programs, walletTypes, definitions: () => tiers.definitions }),
  });
  const coupons = createCoupons({ database, clock, keys, programs, audit: staff.audit, onFailure });
  const rotation = createRotation({ promotions, partners });
  const simulations = createRuns({
    ...{ database, clock, tokens, programs, promotions, walletTypes },
    onFailure: (error) => log.warn({ err: error }, 'a simulation failed'),
  });
  return { segmentNames, tiers, promotions, versions, coupons, rotation, simulations };
}

export type RuleRooms = ReturnType<typeof composeRuleRooms>;
