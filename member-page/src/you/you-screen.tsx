import { ask } from '../api/ask.ts';
import type { Page } from '../api/kept.ts';
import { Problem } from '../kit/problem.tsx';
import { useAct } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';
import { Consents } from './consents.tsx';
import { Erase } from './erase.tsx';
import { Install } from './install.tsx';
import { Profile } from './profile.tsx';
import { Push } from './push.tsx';
import { Sessions } from './sessions.tsx';

/** Who the member is to the business, what it may do, and the ways out. */
export function YouScreen({
  page,
  onChanged,
  onLeft,
}: {
  readonly page: Page;
  readonly onChanged: () => Promise<void>;
  readonly onLeft: (said: string) => void;
}) {
  const { words, language, other } = useWords();
  const { isBusy, problem, act } = useAct();
  const signOut = (): void =>
    void act(async () => {
      await ask('POST /v1/me/sign-out');
      onLeft('');
    });
  const download = (): void =>
    void act(async () => {
      const data = await ask<object>('GET /v1/me/export');
      const file = new Blob([`${JSON.stringify(data, undefined, 2)}\n`], { type: 'application/json' });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = words.downloadName;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  const isMember = page.member !== undefined;
  return (
    <>
      {isMember && <Profile page={page} onChanged={onChanged} />}
      {isMember && <Consents page={page} onChanged={onChanged} />}
      {isMember && <Push />}
      <Install />
      <Sessions />
      <section>
        <h2>{words.yourData}</h2>
        <button type="button" className="wide" disabled={isBusy} onClick={download}>
          {words.download}
        </button>
        <button type="button" className="wide" disabled={isBusy} onClick={signOut}>
          {words.signOut}
        </button>
        <button type="button" className="wide" onClick={other} lang={language === 'en' ? 'es' : 'en'}>
          {words.language}
        </button>
        <Problem text={problem} />
        {isMember && <Erase page={page} onErased={() => onLeft(words.erased)} />}
      </section>
    </>
  );
}
