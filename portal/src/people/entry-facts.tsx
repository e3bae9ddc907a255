import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../acts/record.tsx';
import { Copied, When } from '../acts/shown.tsx';
import { useOutlet } from '../api/outlets.ts';
import { CopiedId } from '../kit/copied-id.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { useSubjectWord } from './act-words.ts';
import { EntryChanges } from './entry-changes.tsx';
import type { Entry } from './trail.ts';
import { By } from './trail-list.tsx';

/** Something that was done: of an act what was before and what is after, name by name; of an operation the way to all of it. */
export function EntryFacts({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const outletOf = useOutlet();
  const subjectWord = useSubjectWord();
  const { by, what, record, outlet, terminal, cashier, card, receiptNumber, amount, operation } = entry;
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
      <EntryChanges entry={entry} />
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
