import type { Page } from '../api/kept.ts';
import { useWords } from '../words/words.tsx';

const isSome = (decimal: string): boolean => !/^-?0(\.0+)?$/.test(decimal);

/** What can be spent today, wallet by wallet. */
export function Wallets({ page }: { readonly page: Page }) {
  const { words, say, amount, wallet } = useWords();
  const { wallets } = page;
  return (
    <section>
      <h2>{words.spend}</h2>
      {wallets.length === 0 && <p className="empty">{words.nothingYet}</p>}
      <ul className="lines">
        {wallets.map((one) => (
          <li key={`${one.program}/${one.walletType}`}>
            <span>
              {wallet(one.walletType, one.name)}
              {page.programs.length > 1 && (
                <small>{page.programs.find(({ code }) => code === one.program)?.name}</small>
              )}
              {isSome(one.pending) && <small>{say('pendingSum', { points: amount(one.pending, one.unit) })}</small>}
              {isSome(one.held) && <small>{say('held', { points: amount(one.held, one.unit) })}</small>}
              {one.frozen && isSome(one.frozen) && (
                <small>{say('frozen', { points: amount(one.frozen, one.unit) })}</small>
              )}
              {isSome(one.owed) && <small>{say('owed', { points: amount(one.owed, one.unit) })}</small>}
            </span>
            <strong className="figure">{amount(one.available, one.unit)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
