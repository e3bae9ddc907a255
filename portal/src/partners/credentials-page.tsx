import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeSchema } from '../../../contract/partners.ts';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import type { Values } from '../acts/field.ts';
import { instantOf } from '../api/zone.ts';
import { Head, State } from '../acts/record.tsx';
import { ToTake, When } from '../acts/shown.tsx';
import { byCode, useChoices } from '../acts/use-thing.ts';
import { usePartnerName } from '../api/names.ts';
import { useOutlet } from '../api/outlets.ts';
import { may, useOwnSession } from '../api/session.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { usePermissionWord } from '../people/permission-words.ts';
import { PartnersArea } from './area.tsx';
import { useConfirm, WaitsForConfirmation } from './confirmation.tsx';
import type { Credential, IssuedCredential } from './partner-types.ts';

/** Keys to the API: whose, for what, and since when. Their secrets are shown once. */
export function CredentialsPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const partnerName = usePartnerName();
  const outletOf = useOutlet();
  const [act, setAct] = useState<Act<never>>();
  const issue = useIssue();
  const confirm = useConfirm();
  const maySet = may(session, 'settings:write');
  const revoke = ({ id, name }: Credential): Act => ({
    title: t('partners.revoke'),
    verb: t('partners.revoke'),
    what: `POST /v1/credentials/${id}/revoke`,
    isDangerous: true,
    changes: ['/v1/credentials'],
    effect: () => t('partners.revokeEffect', { name }),
  });
  return (
    <PartnersArea>
      <Head
        title={t('partners.credentials')}
        under={t('partners.credentialsWhy')}
        acts={maySet && <Button onClick={() => setAct(issue as never)}>{t('partners.issue')}</Button>}
      />
      <ResourceList<Credential>
        path="/v1/credentials"
        query={{}}
        keyOf={({ id }) => id}
        empty={t('partners.noCredentials')}
        columns={[
          { head: t('partners.name'), cell: ({ name }) => name },
          { head: t('partners.id'), cell: ({ id }) => <CopiedId value={id} /> },
          {
            head: t('partners.boundTo'),
            cell: ({ partner, outlet, terminal }) =>
              [partner && partnerName(partner), outlet && outletOf(outlet).name, terminal]
                .filter(Boolean)
                .join(' · ') || t('partners.wholeTenant'),
          },
          { head: t('partners.scopes'), cell: ({ scopes }) => <Scopes scopes={scopes} /> },
          { head: t('partners.madeAt'), cell: ({ madeAt }) => <When at={madeAt} /> },
          {
            head: t('partners.state'),
            cell: ({ state, isConfirmed }) => (
              <>
                <State is={state} />
                {state === 'active' && !isConfirmed && (
                  <Text size="xs" maw={260}>
                    {t('partners.unconfirmed')}
                  </Text>
                )}
              </>
            ),
          },
          {
            head: t('giftCards.do'),
            cell: (one) =>
              maySet &&
              one.state === 'active' && (
                <Group gap="xs">
                  {!one.isConfirmed && (
                    <Button size="compact-xs" variant="default" onClick={() => setAct(confirm(one) as never)}>
                      {t('partners.confirm')}
                    </Button>
                  )}
                  <Button size="compact-xs" variant="default" onClick={() => setAct(revoke(one) as never)}>
                    {t('partners.revoke')}
                  </Button>
                </Group>
              ),
          },
        ]}
      />
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PartnersArea>
  );
}

const SCOPES_SHOWN = 3;

function Scopes({ scopes }: { readonly scopes: readonly string[] }) {
  const wordOf = usePermissionWord();
  return (
    <Text size="xs" title={scopes.join(', ')}>
      {scopes.slice(0, SCOPES_SHOWN).map(wordOf).join(' · ')}
      {scopes.length > SCOPES_SHOWN && ` +${scopes.length - SCOPES_SHOWN}`}
    </Text>
  );
}

function useIssue(): Act<IssuedCredential> {
  const { t } = useTranslation();
  const wordOf = usePermissionWord();
  const partners = useChoices('/v1/partners', byCode);
  const outlets = useChoices('/v1/outlets', byCode);
  const toTill = ({ binding }: Values): boolean => binding === 'terminal';
  return {
    title: t('partners.issue'),
    verb: t('partners.issue'),
    what: 'POST /v1/credentials',
    changes: ['/v1/credentials'],
    fields: [
      { name: 'name', label: t('partners.name'), isRequired: true },
      {
        ...{ name: 'binding', label: t('partners.boundTo'), kind: 'choice', initial: 'terminal', isRequired: true },
        choices: ['terminal', 'partner', 'tenant'].map((value) => ({ value, label: t(`partners.bindings.${value}`) })),
        send: () => undefined,
      },
      {
        ...{ name: 'partner', label: t('partners.partner'), kind: 'choice', choices: partners, isRequired: true },
        isShown: ({ binding }) => binding === 'partner',
        refused: /partner/,
      },
      {
        ...{ name: 'outlet', label: t('partners.outlet'), kind: 'choice', choices: outlets, isRequired: true },
        isShown: toTill,
        refused: /outlet/,
      },
      { name: 'terminal', label: t('partners.terminal'), isRequired: true, isShown: toTill, refused: /terminal/ },
      {
        ...{ name: 'scopes', label: t('partners.scopes'), kind: 'choices', isRequired: true },
        initial: ['sales:write', 'members:read', 'members:write', 'points:read'],
        choices: scopeSchema.options.map((value) => ({ value, label: wordOf(value) })),
        refused: /scope/,
      },
      { name: 'validUntil', label: t('partners.validUntil'), kind: 'instant', send: instantOf },
    ],
    answer: (issued, close) => (
      <Stack>
        <Alert color="green" variant="light">
          {t('act.once')}
        </Alert>
        <WaitsForConfirmation of={issued} />
        <ToTake text={issued.secret} label={t('partners.secret')} />
        <Button onClick={close}>{t('act.done')}</Button>
      </Stack>
    ),
  };
}
