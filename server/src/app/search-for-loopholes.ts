import type { Clock } from '../platform/clock.ts';
import type { WalletTypes } from '../rooms/points/index.ts';
import type { Programs } from '../rooms/programs/index.ts';
import type { createVersions } from '../rooms/promotions/index.ts';
import { createPreflight, findingsOf, PREFLIGHT_MS, tierStepsOf } from '../rooms/simulation/index.ts';
import type { Tiers } from '../rooms/tiers/index.ts';

type Search = NonNullable<Parameters<typeof createVersions>[0]['preflight']>;

type Deps = {
  readonly clock: Clock;
  readonly programs: Programs;
  readonly walletTypes: WalletTypes;
  readonly definitions: () => Tiers['definitions'];
};

/** The search before a publication, told what a program is: its currency, what points are worth, its tiers of now. */
export function createLoopholeSearch({ clock, programs, walletTypes, definitions }: Deps): Search {
  const preflight = createPreflight();
  return async (program, content) => {
    const { currency, policy } = programs.settings().program(program);
    const worth = new Map(
      walletTypes
        .ofProgram(program)
        .map(({ code, unit, paysPoints, paysMoney, activation, expiry, spendOrder, rules }) => {
          const { decimals } = programs.settings().unit(unit);
          return [code, { paysPoints, paysMoney, activation, expiry, spendOrder, rules, decimals }];
        }),
    );
    const ladder = definitions()
      .of(program)
      .findLast((one) => one.inForceFrom <= clock.now());
    const found = await preflight({
      ...{ content, worth, negativeBalance: policy.negativeBalance, refund: policy.refund, tookMax: PREFLIGHT_MS },
      currency: { code: currency.code, decimals: currency.decimals },
      ...{ ladder, tiers: tierStepsOf(ladder) },
    });
    return findingsOf(found);
  };
}
