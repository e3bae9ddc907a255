import type { z } from 'zod';
import {
  deliveryProgramPathSchema,
  deliverySettingInputSchema,
  deliverySettingSchema,
} from '../../../../../contract/delivery.ts';
import { actorOf } from '../../../platform/audit.ts';
import { loosenedSetting } from '../loosened-setting.ts';
import type { SettingShown } from '../set-setting.ts';
import { refuseBound, roomEndpoint, TAGS, type DeliveryRouteDeps } from './room-endpoint.ts';

const shared = {
  path: '/v1/programs/:code/gift-card-delivery',
  tags: TAGS,
  params: deliveryProgramPathSchema,
  answers: { 200: deliverySettingSchema },
} as const;

const bodyOf = ({ setting, has }: SettingShown): z.output<typeof deliverySettingSchema> => ({
  ...setting,
  stores: { ...setting.stores },
  colours: { ...setting.colours },
  hasApple: has.apple,
  hasGoogle: has.google,
});

/** `GET /v1/programs/:code/gift-card-delivery` */
export const getSetting = ({ delivery }: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'GET',
    summary: 'Show how a program delivers gift cards',
    description: 'Certificates and keys are never shown.',
    scope: 'settings:read',
    refusals: [
      'programs.tenant.not_for_bound',
      'programs.program.not_found',
      'delivery.setting.missing',
      'delivery.setting.certificate_unfit',
    ],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const outcome = await delivery.showSetting(principal.tenant, params.code);
      return outcome.ok ? { status: 200 as const, body: bodyOf(outcome.shown) } : outcome;
    },
  });

/** `PUT /v1/programs/:code/gift-card-delivery` */
export const putSetting = ({ delivery }: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'PUT',
    summary: 'Say how a program delivers gift cards',
    description:
      'Certificates and keys that are left out stay as they are; everything else goes back to its default. What opens cards on phones ' +
      'further than before waits for a second person.',
    scope: 'settings:write',
    body: deliverySettingInputSchema,
    refusals: [
      'programs.tenant.not_for_bound',
      'programs.program.not_found',
      'delivery.setting.missing',
      'delivery.setting.certificate_unfit',
    ],
    secondPerson: {
      kind: 'delivery.setting_loosen',
      effect: async ({ principal, params, body }) => {
        const bound = refuseBound(principal);
        if (bound) return bound;
        const kept = await delivery.showSetting(principal.tenant, params.code);
        // The first setting opens something new; whoever sets it is told of a program that is not there.
        if (!kept.ok) return { ok: true };
        const changes = loosenedSetting(kept.shown.setting, body);
        if (changes.length === 0) return { ok: true };
        const facts = { program: params.code, changes };
        return { ok: true, effect: { subject: `gift card delivery of ${params.code}`, facts } };
      },
    },
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const { appleCertificate, appleKey, appleAuthority, googleKey, ...setting } = body;
      const given = Object.fromEntries(
        Object.entries({ appleCertificate, appleKey, appleAuthority, googleKey }).filter(
          ([, text]) => text !== undefined,
        ),
      );
      const outcome = await delivery.setSetting(principal.tenant, params.code, setting, given, actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: bodyOf(outcome.shown) } : outcome;
    },
  });
