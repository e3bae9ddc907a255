import { useState } from 'react';
import { newReference } from '../api/ask.ts';
import { askSigned } from '../api/device.ts';
import { keepLink, keptLinks, type OpenLink } from '../api/kept.ts';
import { Problem } from '../kit/problem.tsx';
import { useAct } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';

const openLinkOf = (card: string): OpenLink | undefined => {
  const link = keptLinks()[card];
  return link && Date.parse(link.expiresAt) > Date.now() ? link : undefined;
};

/** Gives a card away by a link, which can be taken back until somebody has claimed it. */
export function Share({ card }: { readonly card: string }) {
  const { words } = useWords();
  const { isBusy, problem, act } = useAct();
  const [link, setLink] = useState(() => openLinkOf(card));
  const [isOpen, setOpen] = useState(link !== undefined);
  const [said, setSaid] = useState('');
  const [reference] = useState(newReference);
  const keep = (made: OpenLink | undefined): void => {
    keepLink(card, made);
    setLink(made);
  };
  const make = (): void =>
    void act(async () => {
      const more = { card, reference: `${reference}-${Date.now()}` };
      keep(await askSigned<OpenLink>('share', '/v1/device/claim-links', card, more));
      setSaid('');
    });
  const revoke = (one: OpenLink): void =>
    void act(async () => {
      await askSigned('revoke', '/v1/device/claim-links/revoke', one.link, { link: one.link });
      keep(undefined);
      setSaid(words.revoked);
    });
  const send = async (one: OpenLink): Promise<void> => {
    if ('share' in navigator) await navigator.share({ text: one.text }).catch(() => undefined);
    else {
      await (navigator as Navigator).clipboard.writeText(one.text);
      setSaid(words.copied);
    }
  };
  return (
    <details className="share" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.share}</summary>
      {link ? (
        <>
          <p>{words.linkOpen}</p>
          <p className="link">{link.url}</p>
          <button type="button" className="main" onClick={() => void send(link)}>
            {words.sendLink}
          </button>
          <button type="button" className="wide" disabled={isBusy} onClick={() => revoke(link)}>
            {words.revoke}
          </button>
        </>
      ) : (
        <>
          <p>{words.shareExplained}</p>
          <button type="button" className="wide" disabled={isBusy} onClick={make}>
            {words.makeLink}
          </button>
        </>
      )}
      <p role="status" className="aside">
        {said}
      </p>
      <Problem text={problem} />
    </details>
  );
}
