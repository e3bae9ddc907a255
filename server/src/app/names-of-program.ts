import type { Clock } from '../platform/clock.ts';
import type { Partners } from '../rooms/partners/index.ts';
import type { Programs } from '../rooms/programs/index.ts';
import type { Names } from '../rooms/promotions/index.ts';
import type { SegmentNames } from '../rooms/segments/index.ts';
import type { TierDefinition } from '../rooms/tiers/index.ts';
import type { WalletTypes } from '../rooms/points/index.ts';

/**
 * What promotions of a program may name: its own outlets with their groups, partners and tills, the tenant's segments, its ranges of cards, its wallet types, and
 * the tiers of its rules in force and to come. A program without rules of tiers gives them by hand: there any name may be one.
 */
export function namesOfProgram(
  deps: {
    readonly clock: Clock;
    readonly programs: Programs;
    readonly partners: Partners;
    readonly walletTypes: WalletTypes;
    readonly segmentNames: SegmentNames;
    readonly hasCardRange: (tenant: number, code: string) => boolean;
    readonly tiersOf: (program: number) => readonly TierDefinition[];
  },
  program: number,
): Names {
  const { tenant } = deps.programs.settings().program(program);
  const settings = deps.partners.settings();
  const outlets = settings.outletsOf(tenant).filter((one) => one.program === program);
  const byCode = new Map(outlets.map((one) => [one.code, one]));
  const inGroup = Map.groupBy(
    outlets.flatMap(({ code, groups }) => groups.map((group) => ({ code, group }))),
    ({ group }) => group,
  );
  const now = deps.clock.now();
  const versions = deps.tiersOf(program);
  const inForce = versions.findLastIndex((one) => one.inForceFrom <= now);
  const tiers = new Set(
    versions.slice(Math.max(inForce, 0)).flatMap(({ content }) => content.levels.map(({ code }) => code)),
  );
  return {
    has({ of, name, outlet }) {
      switch (of) {
        case 'outlet':
          return byCode.has(name);
        case 'outlet_group':
          return inGroup.has(name);
        case 'partner':
          return settings.partnerByCode(tenant, name) !== undefined;
        case 'terminal': {
          const place = byCode.get(outlet ?? '');
          // An outlet that is not there is told for itself.
          return place === undefined || settings.terminalByCode(place.outlet, name) !== undefined;
        }
        case 'segment':
          return deps.segmentNames.has(tenant, name);
        case 'tier':
          return versions.length === 0 || tiers.has(name);
        case 'card_range':
          return deps.hasCardRange(tenant, name);
        case 'wallet_type':
          return deps.walletTypes.byCode(program, name) !== undefined;
      }
    },
    zonesOf: (codes) => {
      const named = outlets.filter(({ code }) => codes === undefined || codes.has(code));
      return [...new Set(named.map(({ zone }) => zone))];
    },
    outletsOf(of, name) {
      if (of === 'outlet_group') return inGroup.get(name)?.map(({ code }) => code) ?? [];
      const partner = settings.partnerByCode(tenant, name)?.partner;
      return outlets.flatMap((one) => (one.partner === partner ? [one.code] : []));
    },
  };
}
