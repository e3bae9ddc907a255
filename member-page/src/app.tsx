import { useState, type ReactNode } from 'react';
import { CardsScreen } from './cards/cards-screen.tsx';
import { GiftsScreen } from './gift/gifts-screen.tsx';
import { HistoryScreen } from './history/history-screen.tsx';
import { SignIn } from './sign-in.tsx';
import { usePage } from './use-page.ts';
import { useWords } from './words/words.tsx';
import { YouScreen } from './you/you-screen.tsx';

const TABS = ['cards', 'gifts', 'history', 'you'] as const;
type Tab = (typeof TABS)[number];

const ICONS: Readonly<Record<Tab, ReactNode>> = {
  cards: <path d="M3 6h18v12H3zM3 10h18" />,
  gifts: <path d="M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7C9 2 5 5 8 7M12 7c3-5 7-2 4 0" />,
  history: <path d="M12 7v5l3 2M12 4a8 8 0 1 0 8 8M12 4a8 8 0 0 1 8 8" />,
  you: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6" />,
};

/** What stands there while the first answer is on its way. */
const Coming = () => (
  <main aria-busy="true" className="coming">
    <div className="bones card-like" />
    <div className="bones" />
  </main>
);

/** The whole page: who is not signed in signs in, everybody else has four places under the thumb. */
export function App() {
  const { page, isStale, isLooking, refresh, signedIn, leave } = usePage();
  const [tab, setTab] = useState<Tab>('cards');
  const [said, setSaid] = useState('');
  const { words, say, moment } = useWords();
  if (!page) return isLooking ? <Coming /> : <SignIn onSignedIn={signedIn} said={said} />;
  const names = { cards: words.tabCards, gifts: words.tabGifts, history: words.tabHistory, you: words.tabYou };
  const leaveSaying = (text: string): void => {
    setSaid(text);
    setTab('cards');
    leave();
  };
  return (
    <>
      <header className="top">
        <h1>{page.place.name}</h1>
        <p className="as-of" data-stale={isStale} role="status">
          {say(isStale ? 'offline' : 'asOf', { at: moment(page.asOf) })}
        </p>
      </header>
      <main>
        {tab === 'cards' && <CardsScreen page={page} />}
        {tab === 'gifts' && <GiftsScreen isOffline={isStale} />}
        {tab === 'history' && <HistoryScreen page={page} />}
        {tab === 'you' && <YouScreen page={page} onChanged={refresh} onLeft={leaveSaying} />}
      </main>
      <nav className="tabs" aria-label={words.title}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            aria-current={tab === one ? 'page' : undefined}
            onClick={() => {
              setTab(one);
              scrollTo(0, 0);
            }}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              {ICONS[one]}
            </svg>
            {names[one]}
          </button>
        ))}
      </nav>
    </>
  );
}
