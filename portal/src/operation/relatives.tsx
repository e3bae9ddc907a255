import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Operation } from './operation-data.ts';

const SHORT = 9;

/** What belongs to an operation: the sale that it undoes, its returns, its void, its claim, what decided its points again. */
export function Relatives({ operation }: { readonly operation: Pick<Operation, 'links'> }) {
  const { t } = useTranslation();
  const { original, returns = [], void: voided, claim, rescores = [] } = operation.links;
  const all = [
    ...(original ? [{ word: 'operation.original', id: original }] : []),
    ...returns.map((id) => ({ word: 'operation.returns', id })),
    ...(voided ? [{ word: 'operation.void', id: voided }] : []),
    ...(claim ? [{ word: 'operation.claim', id: claim }] : []),
    ...rescores.map((id) => ({ word: 'operation.rescored', id })),
  ];
  if (all.length === 0) return null;
  return (
    <dl className="facts" style={{ marginBottom: 16 }}>
      {all.map(({ word, id }) => (
        <div key={id} style={{ display: 'contents' }}>
          <dt>{t(word)}</dt>
          <dd>
            <Link className="quiet mono" to="/operations/$operation" params={{ operation: id }}>
              {id.slice(0, SHORT)}…{id.slice(-5)}
            </Link>
          </dd>
        </div>
      ))}
    </dl>
  );
}
