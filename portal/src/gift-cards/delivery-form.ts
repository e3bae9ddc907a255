import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { deliverySettingSchema } from '../../../contract/delivery.ts';
import type { Act } from '../acts/act-sheet.tsx';
import type { Field } from '../acts/field.ts';

export type DeliverySetting = z.output<typeof deliverySettingSchema>;

const SYMBOLOGIES = ['qr', 'code128', 'ean13', 'aztec'] as const;
const SECOND_PHONES = ['refuse', 'transfer'] as const;
const COLOURS = { background: '#1f3a5f', foreground: '#ffffff', label: '#c9d6e6' } as const;

/** Everything that stands in the settings is sent each time; certificates and keys that are left out stay as they are. */
export function useDeliveryForm(program: string | undefined, now: DeliverySetting | undefined): Act<DeliverySetting> {
  const { t } = useTranslation();
  const keep = t('messages.secretStays');
  const path = `/v1/programs/${program}/gift-card-delivery` as const;
  const pem = (name: string): Field => ({
    ...{ name, label: t(`giftCards.${name}`), hint: keep, kind: 'long', isMono: true },
    told: new RegExp(name.replace(/([A-Z])/, ' $1'), 'i'),
  });
  return {
    title: t('giftCards.changeDelivery'),
    verb: t('giftCards.saveDelivery'),
    what: `PUT ${path}`,
    changes: [path],
    fields: [
      { name: 'brand', label: t('giftCards.brand'), isRequired: true, initial: now?.brand ?? '' },
      {
        ...{ name: 'publicUrl', label: t('giftCards.publicUrl'), hint: t('giftCards.publicUrlHint') },
        ...{ isRequired: true, initial: now?.publicUrl ?? window.location.origin, refused: /url/ },
      },
      ...(['background', 'foreground', 'label'] as const).map((name): Field => ({
        ...{ name: `colours.${name}`, label: t(`giftCards.colours.${name}`), isMono: true },
        initial: now?.colours[name] ?? COLOURS[name],
      })),
      {
        ...{ name: 'symbology', label: t('giftCards.symbology'), kind: 'choice', isRequired: true },
        initial: now?.symbology ?? 'qr',
        choices: SYMBOLOGIES.map((value) => ({ value, label: t(`giftCards.symbologies.${value}`) })),
      },
      {
        ...{ name: 'dynamicCodes', label: t('giftCards.dynamicCodes'), hint: t('giftCards.dynamicHint'), kind: 'yes' },
        initial: now?.dynamicCodes ?? false,
      },
      {
        ...{ name: 'secondPhone', label: t('giftCards.secondPhone'), kind: 'choice', isRequired: true },
        initial: now?.secondPhone ?? 'refuse',
        choices: SECOND_PHONES.map((value) => ({ value, label: t(`giftCards.secondPhones.${value}`) })),
      },
      { name: 'linkHours', label: t('giftCards.linkHours'), kind: 'number', initial: now?.linkHours ?? 72 },
      { name: 'stores.ios', label: t('giftCards.storeIos'), initial: now?.stores.ios ?? '' },
      { name: 'stores.android', label: t('giftCards.storeAndroid'), initial: now?.stores.android ?? '' },
      { name: 'apple.passType', label: t('giftCards.applePassType'), initial: now?.apple?.passType ?? '' },
      { name: 'apple.team', label: t('giftCards.appleTeam'), initial: now?.apple?.team ?? '' },
      ...['appleCertificate', 'appleKey', 'appleAuthority'].map(pem),
      { name: 'google.issuer', label: t('giftCards.googleIssuer'), initial: now?.google?.issuer ?? '' },
      { name: 'google.email', label: t('giftCards.googleEmail'), initial: now?.google?.email ?? '' },
      pem('googleKey'),
    ],
    effect: () => t('giftCards.deliveryEffect'),
  };
}
