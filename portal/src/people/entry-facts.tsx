import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { asText } from '../acts/field.ts';
import { Facts } from '../acts/record.tsx';
import { Copied, When } from '../acts/shown.tsx';
import { useOutlet } from '../api/outlets.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { useSubjectWord } from './act-words.ts';
import type { Entry } from './trail.ts';
import { By } from './trail-list.tsx';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

const textOf = (value: unknown): string =>
  value === undefined ? '—' : typeof value === 'object' ? JSON.stringify(value) : asText(value);
const shownAs = (text: string): ReactNode => (INSTANT.test(text) ? <When at={text} /> : text);

/** Something that was done: of an act what was before and what is after, name by name; of an operation the way to all of it. */
export function EntryFacts({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const outletOf = useOutlet();
  const subjectWord = useSubjectWord();
  const { by, what, record, outlet, terminal, cashier, card, receiptNumber, amount, operation } = entry;
  const names = [...new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})])];
  const shown = <Value extends string>(value: Value | undefined) => value;
  return (
    <>
      <Facts
        facts={[
          [t('people.when'), <When key="at" at={entry.at} />],
          [t('people.recordedAt'), <When key="recorded" at={entry.recordedAt} />],
          [t('people.by'), <By key="by" entry={entry} />],
          [t('people.auditFilters.person'), by.person && <CopiedId key="person" value={by.person} />],
          [t('people.auditFilters.credential'), by.credential && <CopiedId key="credential" value={by.credential} />],
          [t('people.subject'), shown(subjectWord(entry))],
          [t('people.auditFilters.outlet'), outlet && outletOf(outlet).name],
          [t('people.auditFilters.terminal'), shown(terminal)],
          [t('people.cashier'), shown(cashier)],
          [t('transactions.card'), shown(card)],
          [t('transactions.receipt'), shown(receiptNumber)],
          [t('transactions.amount'), amount && <Quantity key="amount" value={amount.amount} unit={amount.unit} />],
          [t('people.nameInApi'), record === 'act' ? <Copied key="what" text={what} /> : undefined],
          [t('act.reason'), entry.reason && t(`member.reasons.${entry.reason}`, entry.reason)],
        ]}
      />
      {names.length > 0 && (
        <dl className="record-facts">
          {names.map((name) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd>
                <Change entry={entry} name={name} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {entry.head !== undefined && (
        <dl className="record-facts">
          <div>
            <dt>{t('people.digest')}</dt>
            <dd className="mono">{entry.head}</dd>
          </div>
        </dl>
      )}
      {operation !== undefined && (
        <Anchor
          display="block"
          mt="sm"
          fz="sm"
          renderRoot={(props) => <Link to="/operations/$operation" params={{ operation }} {...props} />}
        >
          {t('people.toOperation')}
        </Anchor>
      )}
    </>
  );
}

/** One value of an act: of what was made what it is, of what was removed what it was, else both where they differ. */
function Change({ entry, name }: { readonly entry: Entry; readonly name: string }) {
  const [before, after] = [textOf(entry.before?.[name]), textOf(entry.after?.[name])];
  if (entry.after === undefined) return <s>{shownAs(before)}</s>;
  return (
    <>
      {entry.before !== undefined && before !== after && <>{shownAs(before)} → </>}
      {shownAs(after)}
    </>
  );
}
