import type { Page } from '../api/kept.ts';
import { walletOf } from '../kit/wallet-of.ts';
import { useWords } from '../words/words.tsx';

const SHOWN = 4;

/** What ends when, the next first: people are told the last day with. */
export function Expiring({ page }: { readonly page: Page }) {
  const { words, say, amount, lastDay, wallet } = useWords();
  const zone = page.programs[0]?.zone;
  return (
    <section>
      <h2>{words.expiresSoon}</h2>
      {page.expiring.length === 0 && <p className="empty">{words.nothingExpires}</p>}
      <ul className="lines">
        {page.expiring.slice(0, SHOWN).map((one) => (
          <li key={`${one.program}/${one.walletType}/${one.at}`}>
            <span>
              {say('by', { at: lastDay(one.at, zone) })}
              {page.wallets.length > 1 && <small>{walletOf(page, wallet, one)}</small>}
            </span>
            <span className="figure">{amount(one.points, one.unit)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
