import { useEffect, useState } from 'react';
import { ask } from '../api/ask.ts';
import { keepHistory, keptHistory, type HappenedEvent, type History, type Page } from '../api/kept.ts';
import { Problem } from '../kit/problem.tsx';
import { sentenceOf } from '../kit/use-act.ts';
import { walletOf } from '../kit/wallet-of.ts';
import { useWords } from '../words/words.tsx';

const PER_PAGE = 20;

/** What happened, newest first, in plain words. The first page is kept for when there is no line. */
export function HistoryScreen({ page }: { readonly page: Page }) {
  const isMember = page.member !== undefined;
  const { words, language } = useWords();
  const [history, setHistory] = useState<History | undefined>(keptHistory);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    if (!isMember) return;
    ask<History>(`GET /v1/me/history?limit=${PER_PAGE}`)
      .then((told) => {
        keepHistory(told);
        setHistory(told);
      })
      .catch((error: unknown) => setProblem(sentenceOf(error, { ...words, noLine: words.historyOffline })));
  }, [isMember, language, words]);
  const more = async (cursor: string): Promise<void> => {
    try {
      const told = await ask<History>(`GET /v1/me/history?limit=${PER_PAGE}&cursor=${encodeURIComponent(cursor)}`);
      setHistory((before) => ({ ...told, items: [...(before?.items ?? []), ...told.items] }));
    } catch (error) {
      setProblem(sentenceOf(error, words));
    }
  };
  return (
    <section>
      <h2>{words.tabHistory}</h2>
      {history?.items.length === 0 && <p className="empty">{words.historyEmpty}</p>}
      {!history && problem === '' && isMember && <div className="bones" aria-hidden="true" />}
      {!isMember && <p className="empty">{words.historyEmpty}</p>}
      <ul className="lines">
        {history?.items.map((event) => (
          <Line key={event.id} event={event} page={page} />
        ))}
      </ul>
      <Problem text={problem} />
      {history?.next && (
        <button type="button" className="wide" onClick={() => void more(history.next!)}>
          {words.more}
        </button>
      )}
    </section>
  );
}

const KINDS: Readonly<Record<string, string>> = {
  'checkout.sale': 'sale',
  'checkout.return': 'return',
  'checkout.void': 'void',
  'checkout.claim': 'claim',
};

function Line({ event, page }: { readonly event: HappenedEvent; readonly page: Page }) {
  const { words, say, amount, moment, named, wallet } = useWords();
  const kind = KINDS[event.kind] ?? event.kind.replace(/^points\./, '');
  const isNamed = `kind_${kind}` in words;
  const said = isNamed ? named('kind', kind) : words.kind_other;
  return (
    <li>
      <span>
        {[said, event.place].filter(Boolean).join(', ')}
        {event.reasons.length > 0 && <small>{event.reasons.join(', ')}</small>}
        <small>{moment(event.at)}</small>
      </span>
      <span className="figure">
        {event.moved.map((one) => (
          <span key={`${one.program}/${one.walletType}`}>
            {/[1-9]/.test(one.points) && (
              <strong data-minus={one.points.startsWith('-')}>{amount(one.points, one.unit, true)}</strong>
            )}
            {/[1-9]/.test(one.pending) && (
              <small>{say('pendingMoved', { points: amount(one.pending, one.unit, true) })}</small>
            )}
            {page.wallets.length > 1 && <small>{walletOf(page, wallet, one)}</small>}
          </span>
        ))}
      </span>
    </li>
  );
}
