import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asText } from '../acts/field.ts';
import { When } from '../acts/shown.tsx';
import { useApprovalKind } from '../approvals/approval-words.tsx';
import { useOutlet } from '../api/outlets.ts';
import { Day } from '../kit/moment.tsx';
import { usePermissionWord } from './permission-words.ts';
import type { Entry } from './trail.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const NEVER = 'infinity';

/** Of an act what was before and what is after, name by name, in words where there are some. */
export function EntryChanges({ entry }: { readonly entry: Entry }) {
  const { t, i18n } = useTranslation();
  const names = [...new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})])];
  if (names.length === 0) return null;
  return (
    <dl className="record-facts">
      {names.map((name) => (
        <div key={name}>
          {i18n.exists(`fields.${name}`) ? <dt>{t(`fields.${name}`)}</dt> : <dt className="mono">{name}</dt>}
          <dd>
            <Change entry={entry} name={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One value of an act: of what was made what it is, of what was removed what it was, else both where they differ. */
function Change({ entry, name }: { readonly entry: Entry; readonly name: string }) {
  const shown = useValue();
  const [before, after] = [entry.before?.[name], entry.after?.[name]];
  if (entry.after === undefined) return <s>{shown(name, before)}</s>;
  const isChanged = entry.before !== undefined && JSON.stringify(before) !== JSON.stringify(after);
  return (
    <>
      {isChanged && <>{shown(name, before)} → </>}
      {shown(name, after)}
    </>
  );
}

/** A value in words: states, permissions and outlets by name, yes and no, days and moments; a thing with parts as the API has it. */
function useValue(): (name: string, value: unknown) => ReactNode {
  const { t } = useTranslation();
  const permissionWord = usePermissionWord();
  const approvalKind = useApprovalKind();
  const outletOf = useOutlet();
  const textOf = (name: string, text: string): ReactNode => {
    if (text === '') return '—';
    if (text === NEVER) return t('programs.neverEnds');
    if (name === 'sealed') return t('people.sealed');
    if (name === 'state') return t(`state.${text}`, text);
    if (name === 'reason') return t(`member.reasons.${text}`, text);
    if (name === 'role') return t(`people.rolesAtFirst.${text}`, text);
    if (name === 'outlet') return outletOf(text).name;
    if (name === 'permissions' || name === 'scopes') return permissionWord(text);
    if (name === 'kind') return approvalKind(text);
    if (INSTANT.test(text)) return <When at={text} />;
    return DAY.test(text) ? <Day date={text} /> : text;
  };
  return (name, value) => {
    if (value === undefined || value === null) return '—';
    if (typeof value === 'boolean') return t(value ? 'act.yes' : 'act.no');
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
      if (value.length === 0) return '—';
      return value.map((one: string, n) => (
        <Fragment key={one}>
          {n > 0 && ' · '}
          {textOf(name, one)}
        </Fragment>
      ));
    }
    if (typeof value === 'object') return <code className="parts-of">{JSON.stringify(value)}</code>;
    return textOf(name, asText(value));
  };
}
