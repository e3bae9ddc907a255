import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { DeliveryDeps } from './deps.ts';
import { openSecrets, refuseSecrets, sealSecrets } from './secrets.ts';
import type { DeliverySecrets, DeliverySetting } from './setting.ts';
import { findSetting, keepSetting } from './store/setting.ts';

export type SettingShown = {
  readonly setting: DeliverySetting;
  /** Which secrets are there; never what they are. */
  readonly has: { readonly apple: boolean; readonly google: boolean };
};

export type SettingOutcome =
  | Ok<{ readonly shown: SettingShown }>
  | Refusal<'programs.program.not_found' | 'delivery.setting.missing' | 'delivery.setting.certificate_unfit'>;

const programOf = (deps: DeliveryDeps, tenant: number, code: string) =>
  deps.programs.settings().programByCode(tenant, code);

const shownOf = (setting: DeliverySetting, secrets: DeliverySecrets): SettingOutcome => ({
  ok: true,
  shown: { setting, has: { apple: secrets.appleKey !== undefined, google: secrets.googleKey !== undefined } },
});

/**
 * Says how a program delivers gift cards. Secrets that are left out stay as they are. Refuses a program that is not there, and
 * certificates that do not fit.
 */
export async function setSetting(
  deps: DeliveryDeps,
  tenant: number,
  code: string,
  setting: DeliverySetting,
  given: DeliverySecrets,
  by: Actor = PROGRAM_ITSELF,
): Promise<SettingOutcome> {
  const found = programOf(deps, tenant, code);
  if (!found) return refuse('programs.program.not_found', { program: code });
  const { program } = found;
  const before = await findSetting(deps.database, tenant, program);
  const secrets = { ...openSecrets(deps.keys, tenant, program, before?.secrets), ...given };
  const unfit = refuseSecrets(secrets);
  if (unfit) return unfit;
  const sealed = sealSecrets(deps.keys, tenant, program, secrets);
  await deps.database.transaction(async (tx) => {
    await keepSetting(tx, { tenant, program, now: deps.clock.now() }, { setting, secrets: sealed });
    await deps.audit?.(tx, {
      ...{ tenant, by, act: 'delivery.setting.set', subject: `gift card delivery of ${code}` },
      ...(before ? { before: before.setting } : {}),
      after: { ...setting, secretsChanged: Object.keys(given) },
    });
  });
  return shownOf(setting, secrets);
}

/** How it delivers, without secrets. */
export async function showSetting(deps: DeliveryDeps, tenant: number, code: string): Promise<SettingOutcome> {
  const found = programOf(deps, tenant, code);
  if (!found) return refuse('programs.program.not_found', { program: code });
  const kept = await findSetting(deps.database, tenant, found.program);
  if (!kept) return refuse('delivery.setting.missing');
  return shownOf(kept.setting, openSecrets(deps.keys, tenant, found.program, kept.secrets));
}
