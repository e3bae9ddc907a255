import { asText } from '../acts/field.ts';
import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { byCode, useChoices } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Section } from '../kit/section.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import type { Program, Unit } from './program-types.ts';

const ZONES = Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }));

/** The programs of the tenant, and the units that their wallets count. */
export function ProgramsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const session = useOwnSession();
  const [act, setAct] = useState<Act>();
  const maySet = may(session, 'settings:write');
  const open = useOpenProgram();
  const define = useDefineUnit();
  return (
    <Stack>
      <Head
        title={t('nav.programs')}
        under={t('programs.why')}
        acts={maySet && <Button onClick={() => setAct(open)}>{t('programs.open')}</Button>}
      />
      <ResourceList<Program>
        path="/v1/programs"
        query={{}}
        keyOf={({ code }) => code}
        onOpen={({ code }) => go(`/programs/${code}`)}
        empty={t('programs.none')}
        columns={[
          { head: t('programs.name'), cell: ({ name }) => name },
          { head: t('programs.code'), cell: ({ code }) => <span className="mono">{code}</span> },
          { head: t('programs.zone'), cell: ({ zone }) => zone },
          { head: t('programs.currency'), cell: ({ currency }) => currency.code },
          { head: t('programs.state'), cell: ({ state }) => <State is={state} /> },
        ]}
      />
      <Section
        title={t('programs.units')}
        acts={
          maySet && (
            <Button size="xs" variant="default" onClick={() => setAct(define)}>
              {t('programs.defineUnit')}
            </Button>
          )
        }
      >
        <ResourceList<Unit>
          path="/v1/units"
          query={{}}
          keyOf={({ code }) => code}
          empty={t('programs.noUnits')}
          columns={[
            { head: t('programs.code'), cell: ({ code }) => <span className="mono">{code}</span> },
            { head: t('programs.kind'), cell: ({ kind }) => t(`programs.kinds.${kind}`) },
            { head: t('programs.decimals'), isFigure: true, cell: ({ decimals }) => decimals },
          ]}
        />
      </Section>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}

function useOpenProgram(): Act {
  const { t } = useTranslation();
  const units = useChoices<Unit>('/v1/units', (unit) => ({ ...byCode(unit), label: `${unit.code} · ${unit.kind}` }));
  return {
    title: t('programs.open'),
    verb: t('programs.open'),
    what: 'POST /v1/programs',
    changes: ['/v1/programs'],
    fields: [
      { name: 'name', label: t('programs.name'), isRequired: true },
      {
        name: 'code',
        label: t('programs.code'),
        hint: t('cards.codeHint'),
        isRequired: true,
        refused: /code|exists|taken/,
      },
      {
        name: 'zone',
        label: t('programs.zone'),
        hint: t('programs.zoneHint'),
        kind: 'choice',
        isRequired: true,
        choices: ZONES,
        initial: Intl.DateTimeFormat().resolvedOptions().timeZone,
        refused: /zone/,
      },
      {
        name: 'currency',
        label: t('programs.currency'),
        kind: 'choice',
        isRequired: true,
        choices: units.filter(({ label }) => label.endsWith('money')),
        refused: /currency|unit/,
      },
    ],
    effect: () => t('programs.openEffect'),
  };
}

function useDefineUnit(): Act {
  const { t } = useTranslation();
  return {
    title: t('programs.defineUnit'),
    verb: t('programs.defineUnit'),
    what: 'POST /v1/units',
    changes: ['/v1/units'],
    fields: [
      {
        name: 'kind',
        label: t('programs.kind'),
        kind: 'choice',
        isRequired: true,
        initial: 'points',
        choices: ['points', 'money'].map((value) => ({ value, label: t(`programs.kinds.${value}`) })),
      },
      {
        name: 'code',
        label: t('programs.code'),
        hint: t('programs.unitHint'),
        isRequired: true,
        refused: /code|unit|currency/,
      },
      {
        name: 'decimals',
        label: t('programs.decimals'),
        kind: 'number',
        initial: 0,
        isShown: ({ kind }) => kind === 'points',
        refused: /decimals/,
      },
    ],
    effect: ({ code, decimals }) =>
      t('programs.unitEffect', { example: `${(1234).toFixed(Number(decimals || 0))} ${asText(code || '…')}` }),
  };
}
