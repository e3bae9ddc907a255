import { useState } from 'react';
import type { Page } from '../api/kept.ts';
import { useWords } from '../words/words.tsx';
import { Expiring } from './expiring.tsx';
import { MemberCard } from './member-card.tsx';
import { Wallets } from './wallets.tsx';

/** Of which programs a card is; numbers alone may end alike. */
const programsOf = ({ programs }: Page, { programs: own }: Page['cards'][number]): string =>
  programs
    .filter(({ code }) => own.includes(code))
    .map(({ name }) => name)
    .join(', ');

/** The card with its code first, then what can be spent today, then what ends soon. */
export function CardsScreen({ page }: { readonly page: Page }) {
  const { words } = useWords();
  const [chosen, setChosen] = useState(0);
  const card = page.cards[chosen] ?? page.cards[0];
  return (
    <>
      {card ? <MemberCard key={card.card} card={card} page={page} /> : <p className="empty">{words.noCards}</p>}
      {page.cards.length > 1 && (
        <div className="choices" role="group" aria-label={words.tabCards}>
          {page.cards.map((one, at) => (
            <button key={one.card} type="button" aria-pressed={one === card} onClick={() => setChosen(at)}>
              {page.programs.length > 1 && <small>{programsOf(page, one)} </small>}
              {one.masked}
              {one.state === 'blocked' && <small> {words.blockedShort}</small>}
            </button>
          ))}
        </div>
      )}
      <Wallets page={page} />
      <Expiring page={page} />
    </>
  );
}
