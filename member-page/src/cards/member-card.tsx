import { useEffect, useRef, useState } from 'react';
import type { Page } from '../api/kept.ts';
import { Picture } from '../kit/picture.tsx';
import { useWords } from '../words/words.tsx';

type Card = Page['cards'][number];

/** One card: its code at once, and large at a touch. It needs no line. */
export function MemberCard({ card, page }: { readonly card: Card; readonly page: Page }) {
  const { words, say, named } = useWords();
  const [isLarge, setLarge] = useState(false);
  const names = page.programs.filter((one) => card.programs.includes(one.code));
  const tiers = [...new Set(names.flatMap(({ tier }) => (tier ? [tier] : [])))];
  return (
    <section className="card" data-state={card.state} aria-label={card.masked}>
      <header>
        <strong>{names.map((one) => one.name).join(' · ') || page.place.name}</strong>
        {tiers.map((tier) => (
          <span key={tier} className="tier">
            {say('tier', { tier: named('tier', tier) })}
          </span>
        ))}
      </header>
      {card.qr ? (
        <button type="button" className="shows-code" onClick={() => setLarge(true)} aria-label={words.showCode}>
          <Picture svg={card.qr} alt="" kind="qr" />
        </button>
      ) : (
        <p className="blocked">{words.blocked}</p>
      )}
      <footer className="number">{card.number ? card.number.replace(/(.{4})(?=.)/g, '$1 ') : card.masked}</footer>
      {isLarge && <LargeCode card={card} onClose={() => setLarge(false)} />}
    </section>
  );
}

/** The code on white, as large as the screen, which stays awake; a page may not turn the brightness up, so it asks. */
function LargeCode({ card, onClose }: { readonly card: Card; readonly onClose: () => void }) {
  const { words } = useWords();
  const [isBars, setBars] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    const lock = 'wakeLock' in navigator ? navigator.wakeLock.request('screen').catch(() => undefined) : undefined;
    return () => void lock?.then((held) => held?.release());
  }, []);
  const svg = isBars ? card.bars : card.qr;
  return (
    <dialog ref={dialog} className="large" onClose={onClose} aria-label={words.showCode}>
      <p>{words.brighter}</p>
      {svg && <Picture svg={svg} alt={card.masked} kind={isBars ? 'bars' : 'qr'} />}
      <p className="number">{card.number?.replace(/(.{4})(?=.)/g, '$1 ')}</p>
      <div className="choices">
        {card.bars && (
          <button type="button" onClick={() => setBars(!isBars)}>
            {isBars ? words.square : words.bars}
          </button>
        )}
        <button type="button" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </div>
    </dialog>
  );
}
