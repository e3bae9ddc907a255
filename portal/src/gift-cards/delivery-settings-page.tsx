import { Button, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Facts, Head, State, Waiting } from '../acts/record.tsx';
import { byCode, useChoices, useThing } from '../acts/use-thing.ts';
import { Refused } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { GiftArea } from './area.tsx';
import { useDeliveryForm, type DeliverySetting } from './delivery-form.ts';

/** How a program brings gift cards to phones: under which name and colours, how long links live, and which phones' wallets take them. */
export function DeliverySettingsPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const programs = useChoices('/v1/programs', byCode);
  const [chosen, setChosen] = useState<string>();
  const program = chosen ?? programs[0]?.value;
  const known = useThing<{ items: readonly unknown[] }>('/v1/programs', { query: { limit: 200 } });
  const asked = useThing<DeliverySetting>(program && `/v1/programs/${program}/gift-card-delivery`);
  const [act, setAct] = useState<Act<DeliverySetting>>();
  const change = useDeliveryForm(program, asked.data);
  const isMissing = asked.error instanceof Refused && asked.error.problem.code === 'delivery.setting.missing';
  const isKnown = asked.data !== undefined || isMissing;
  return (
    <GiftArea>
      <Head
        title={t('giftCards.deliverySettings')}
        under={t('giftCards.deliverySettingsWhy')}
        acts={
          <>
            {programs.length > 1 && (
              <Select
                aria-label={t('programs.name')}
                data={[...programs]}
                value={program ?? null}
                onChange={(next) => next && setChosen(next)}
                allowDeselect={false}
              />
            )}
            {isKnown && may(session, 'settings:write') && (
              <Button onClick={() => setAct(change)}>{t('giftCards.changeDelivery')}</Button>
            )}
          </>
        }
      />
      {isMissing && <Text c="dimmed">{t('giftCards.noDeliverySettings')}</Text>}
      {known.data?.items.length === 0 && <Text c="dimmed">{t('programs.none')}</Text>}
      {!isKnown && <Waiting of={asked} />}
      {asked.data && <Shown setting={asked.data} />}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </GiftArea>
  );
}

function Shown({ setting }: { readonly setting: DeliverySetting }) {
  const { t } = useTranslation();
  const { brand, publicUrl, colours, stores, apple, google } = setting;
  return (
    <Stack>
      <div
        className="pass"
        style={{ background: colours.background, color: colours.foreground }}
        role="img"
        aria-label={t('giftCards.passLooks', { brand })}
      >
        <b>{brand}</b>
        <span style={{ color: colours.label }}>{t('giftCards.available')}</span>
        <span className="pass-amount">
          <Quantity value="25.00" />
        </span>
      </div>
      <Facts
        facts={[
          [t('giftCards.publicUrl'), publicUrl],
          [t('giftCards.symbology'), t(`giftCards.symbologies.${setting.symbology}`, setting.symbology)],
          [t('giftCards.dynamicCodes'), t(setting.dynamicCodes ? 'act.yes' : 'act.no')],
          [t('giftCards.secondPhone'), t(`giftCards.secondPhones.${setting.secondPhone}`)],
          [t('giftCards.linkHours'), setting.linkHours],
          [t('giftCards.storeIos'), stores.ios],
          [t('giftCards.storeAndroid'), stores.android],
        ]}
      />
      <Section title={t('giftCards.phoneWallets')}>
        <Facts
          facts={[
            [t('giftCards.apple'), <State key="apple" is={setting.hasApple ? 'ready' : 'notSetUp'} />],
            [t('giftCards.applePassType'), apple?.passType],
            [t('giftCards.appleTeam'), apple?.team],
            [t('giftCards.google'), <State key="google" is={setting.hasGoogle ? 'ready' : 'notSetUp'} />],
            [t('giftCards.googleIssuer'), google?.issuer],
            [t('giftCards.googleEmail'), google?.email],
          ]}
        />
      </Section>
    </Stack>
  );
}
