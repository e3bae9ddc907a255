import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import type { Field } from '../acts/field.ts';
import { byCode, useChoices } from '../acts/use-thing.ts';
import type { Outlet, Terminal } from './partner-types.ts';

const ZONES = Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }));

/** The fields of a new outlet. */
export function useOutletFields(): readonly Field[] {
  const { t } = useTranslation();
  const partners = useChoices('/v1/partners', byCode);
  const programs = useChoices('/v1/programs', byCode);
  return [
    { name: 'name', label: t('partners.name'), isRequired: true },
    {
      name: 'code',
      label: t('partners.code'),
      hint: t('cards.codeHint'),
      isRequired: true,
      refused: /code|taken|exists/,
    },
    {
      ...{ name: 'partner', label: t('partners.partner'), kind: 'choice', choices: partners, isRequired: true },
      initial: partners.length === 1 ? partners[0]?.value : '',
      refused: /partner/,
    },
    {
      ...{ name: 'program', label: t('partners.program'), kind: 'choice', choices: programs, isRequired: true },
      initial: programs.length === 1 ? programs[0]?.value : '',
      refused: /program/,
    },
    {
      name: 'zone',
      label: t('partners.zone'),
      hint: t('partners.zoneHint'),
      kind: 'choice',
      choices: ZONES,
      refused: /zone/,
    },
    { name: 'cutOverHour', label: t('partners.cutOver'), hint: t('partners.cutOverHint'), kind: 'number', initial: 0 },
    { name: 'groups', label: t('partners.groups'), hint: t('partners.groupsHint'), kind: 'tags' },
  ];
}

/** Adding an outlet. */
export function useAddOutlet(onDone?: (outlet: Outlet) => void): Act<Outlet> {
  const { t } = useTranslation();
  const fields = useOutletFields();
  return {
    title: t('partners.addOutlet'),
    verb: t('partners.addOutlet'),
    what: 'POST /v1/outlets',
    changes: ['/v1/outlets'],
    fields,
    ...(onDone ? { onDone } : {}),
  };
}

/** Adding a till to an outlet. */
export function useAddTerminal(outlet: string): Act<Terminal> {
  const { t } = useTranslation();
  return {
    title: t('partners.addTerminal'),
    verb: t('partners.addTerminal'),
    what: `POST /v1/outlets/${outlet}/terminals`,
    changes: [`/v1/outlets/${outlet}`],
    fields: [
      { name: 'code', label: t('partners.code'), isRequired: true, initial: 'till-1', refused: /code|taken|exists/ },
      { name: 'mayRequest', label: t('partners.mayRequest'), kind: 'yes', initial: true },
      { name: 'mayNotify', label: t('partners.mayNotify'), kind: 'yes', initial: true },
      {
        name: 'hasOwnReferences',
        label: t('partners.ownReferences'),
        hint: t('partners.ownReferencesHint'),
        kind: 'yes',
      },
    ],
  };
}
