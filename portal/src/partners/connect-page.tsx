import { Alert, Anchor, Group, Select, Stack, Stepper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActForm, ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Head } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { PartnersArea } from './area.tsx';
import { ConnectTest } from './connect-test.tsx';
import { useAddOutlet, useAddTerminal } from './outlet-acts.tsx';
import type { IssuedCredential, Outlet, Terminal } from './partner-types.ts';

const TILL_SCOPES = ['sales:write', 'members:read', 'members:write', 'points:read'];
const STEPS = ['outlet', 'terminal', 'credential', 'test'] as const;

/** From a form to the first accepted test receipt: outlet, till, key, and a line that works as it stands. */
export function ConnectPage() {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const { outlet: asked } = useSearch({ strict: false }) as { outlet?: string };
  const [outlet, setOutlet] = useState(asked ?? '');
  const [terminal, setTerminal] = useState('');
  const [issued, setIssued] = useState<IssuedCredential>();
  const at = issued ? 3 : terminal ? 2 : outlet ? 1 : 0;
  return (
    <PartnersArea>
      <Head title={t('partners.connect')} under={t('partners.connectWhy')} />
      <Stepper active={at} size="xs" orientation={isNarrow ? 'vertical' : 'horizontal'} allowNextStepsSelect={false}>
        {STEPS.map((step) => (
          <Stepper.Step key={step} label={t(`partners.steps.${step}`)} />
        ))}
      </Stepper>
      <Stack maw={720}>
        {at === 0 && <ChooseOutlet onChosen={setOutlet} />}
        {at === 1 && <ChooseTerminal outlet={outlet} onChosen={setTerminal} onBack={() => setOutlet('')} />}
        {at === 2 && <IssueKey outlet={outlet} terminal={terminal} onIssued={setIssued} />}
        {issued && <ConnectTest outlet={outlet} terminal={terminal} issued={issued} />}
      </Stack>
    </PartnersArea>
  );
}

const LIST_MAX = 200;

/** What an outlet needs and is not there: a company that has just begun is led to it, in this order. */
function useMissing(): readonly { readonly to: string; readonly label: string }[] {
  const { t } = useTranslation();
  const one = { query: { limit: 1 } };
  const programs = useThing<{ items: readonly unknown[] }>('/v1/programs', one).data?.items;
  const partners = useThing<{ items: readonly unknown[] }>('/v1/partners', one).data?.items;
  return [
    ...(programs?.length === 0 ? [{ to: '/programs', label: t('partners.needsProgram') }] : []),
    ...(partners?.length === 0 ? [{ to: '/partners', label: t('partners.needsPartner') }] : []),
  ];
}

function ChooseOutlet({ onChosen }: { readonly onChosen: (code: string) => void }) {
  const { t } = useTranslation();
  const asked = useThing<{ items: readonly Outlet[] }>('/v1/outlets', { query: { limit: LIST_MAX } });
  const [isAdding, setAdding] = useState(false);
  const add = useAddOutlet(({ code }) => onChosen(code));
  const missing = useMissing();
  const open = (asked.data?.items ?? []).filter(({ state }) => state === 'open');
  if (missing.length > 0)
    return (
      <Alert color="gray" variant="light" title={t('partners.notYet')}>
        <Stack gap={4}>
          {missing.map(({ to, label }) => (
            <Anchor key={to} component={Link} to={to as never} size="sm">
              {label}
            </Anchor>
          ))}
        </Stack>
      </Alert>
    );
  return (
    <>
      {open.length > 0 && (
        <Select
          label={t('partners.whichOutlet')}
          data={open.map(({ code, name }) => ({ value: code, label: `${name} · ${code}` }))}
          onChange={(code) => code && onChosen(code)}
          searchable
          value={null}
          placeholder={t('partners.chooseOutlet')}
        />
      )}
      <Text size="sm">
        {t('partners.orNew')}{' '}
        <Anchor component="button" type="button" size="sm" onClick={() => setAdding(true)}>
          {t('partners.addOutlet')}
        </Anchor>
      </Text>
      <ActSheet act={isAdding ? add : undefined} onClose={() => setAdding(false)} />
    </>
  );
}

type TerminalProps = {
  readonly outlet: string;
  readonly onChosen: (code: string) => void;
  readonly onBack: () => void;
};

function ChooseTerminal({ outlet, onChosen, onBack }: TerminalProps) {
  const { t } = useTranslation();
  const asked = useThing<{ items: readonly Terminal[] }>(`/v1/outlets/${outlet}/terminals`, {
    query: { limit: LIST_MAX },
  });
  const add = useAddTerminal(outlet);
  const active = (asked.data?.items ?? []).filter(({ state }) => state === 'active');
  return (
    <>
      {asked.error && <Alert color="red">{asked.error.message}</Alert>}
      {active.length > 0 && (
        <Select
          label={t('partners.whichTerminal')}
          data={active.map(({ code }) => code)}
          value={null}
          onChange={(code) => code && onChosen(code)}
          placeholder={t('partners.chooseTerminal')}
        />
      )}
      <Text size="sm" fw={600}>
        {t('partners.newTill')}
      </Text>
      <ActForm<Terminal> act={add} onDone={({ code }) => onChosen(code)} onCancel={onBack} />
    </>
  );
}

type KeyProps = {
  readonly outlet: string;
  readonly terminal: string;
  readonly onIssued: (issued: IssuedCredential) => void;
};

function IssueKey({ outlet, terminal, onIssued }: KeyProps) {
  const { t } = useTranslation();
  const act: Act<IssuedCredential> = {
    title: t('partners.issue'),
    verb: t('partners.issue'),
    what: 'POST /v1/credentials',
    changes: ['/v1/credentials'],
    fields: [{ name: 'name', label: t('partners.keyName'), isRequired: true, initial: `${outlet} ${terminal}` }],
    body: (_values, fromFields) => ({ ...fromFields, outlet, terminal, scopes: TILL_SCOPES }),
    effect: () => t('partners.keyEffect', { outlet, terminal, scopes: TILL_SCOPES.join(', ') }),
  };
  return (
    <>
      <ActForm act={act} onDone={onIssued} />
      <Group>
        <Anchor component={Link} to={`/partners/outlets/${outlet}` as never} size="sm">
          {t('partners.toOutlet')}
        </Anchor>
      </Group>
    </>
  );
}
