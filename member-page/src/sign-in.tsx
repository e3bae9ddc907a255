import { useEffect, useState, type FormEvent } from 'react';
import { ask, askIn, keepCsrf, Refused } from './api/ask.ts';
import { makeKey, platform } from './api/device.ts';
import { keepPlace, keptPlace } from './api/kept.ts';
import { Problem } from './kit/problem.tsx';
import { textOf } from './kit/text-of.ts';
import { sentenceOf, useAct } from './kit/use-act.ts';
import { useWords } from './words/words.tsx';

type Place = { readonly code: string; readonly name: string };

/** `/m/demo` names the business; else the one of last time, else the only one that there is. */
const namedPlace = (): string | undefined => /^\/m\/([a-z0-9-]+)\/?$/.exec(location.pathname)?.[1] ?? keptPlace();

/** Phone, then code. */
export function SignIn({ onSignedIn, said }: { readonly onSignedIn: () => Promise<void>; readonly said: string }) {
  const { words, language, other } = useWords();
  const { isBusy, problem, act } = useAct();
  const [place, setPlace] = useState<Place>();
  const [asksPlace, setAsksPlace] = useState(false);
  const [lost, setLost] = useState('');
  const [phone, setPhone] = useState('');
  const [isSent, setSent] = useState(false);
  const [isAgain, setAgain] = useState(false);

  const open = async (code: string | undefined): Promise<void> => {
    askIn(language);
    const found = await ask<Place>(`GET /v1/me/place${code ? `?tenant=${encodeURIComponent(code)}` : ''}`);
    keepPlace(found.code);
    setPlace(found);
  };
  // Whom nobody answers is not asked for a code that he cannot know: only a no means that the business has to be named.
  const look = (): void => {
    setLost('');
    open(namedPlace()).catch((error: unknown) => {
      const isNo = error instanceof Refused && error.status >= 400 && error.status < 429;
      if (isNo) setAsksPlace(true);
      else setLost(sentenceOf(error, words));
    });
  };
  // Once: what is asked for does not change with the language.
  useEffect(() => {
    look();
    addEventListener('online', look);
    return () => removeEventListener('online', look);
  }, []);

  const choose = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const code = textOf(event.currentTarget, 'place');
    void act(() => open(code));
  };
  const sendCode = async (): Promise<void> => {
    askIn(language);
    await ask('POST /v1/me/codes', { tenant: place?.code, phone });
  };
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void act(async () => {
      await sendCode();
      setSent(true);
      setAgain(false);
    });
  };
  const sendAgain = (): void =>
    void act(async () => {
      await sendCode();
      setAgain(true);
    });
  const enter = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const code = textOf(event.currentTarget, 'code');
    void act(async () => {
      const key = await makeKey().catch(() => undefined);
      const told = await ask<{ csrf: string; device?: string }>('POST /v1/me/sessions', {
        ...{ tenant: place?.code, phone, code },
        ...(key && { app: { publicKey: key.publicKey, platform: platform() } }),
      });
      keepCsrf(told.csrf);
      if (key && told.device) await key.keep(told.device).catch(() => undefined);
      await onSignedIn();
    });
  };

  return (
    <main className="entrance">
      <img src="/m/icon.svg" alt="" width="56" height="56" />
      <h1>{place?.name ?? words.title}</h1>
      {said !== '' && <p role="status">{said}</p>}
      {!place && !asksPlace && lost === '' && <div className="bones" aria-busy="true" />}
      {!place && !asksPlace && lost !== '' && (
        <>
          <Problem text={lost} />
          <button type="button" className="wide" onClick={look}>
            {words.tryAgain}
          </button>
        </>
      )}
      {!place && asksPlace && (
        <form onSubmit={choose}>
          <label htmlFor="place">{words.business}</label>
          <input id="place" name="place" required maxLength={40} autoCapitalize="none" autoComplete="off" />
          <Problem text={problem} />
          <button className="main" disabled={isBusy}>
            {words.open}
          </button>
        </form>
      )}
      {place && !isSent && (
        <form onSubmit={send}>
          <label htmlFor="phone">{words.phone}</label>
          <input
            {...{ id: 'phone', name: 'phone', type: 'tel', autoComplete: 'tel', required: true, maxLength: 40 }}
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
          />
          <Problem text={problem} />
          <button className="main" disabled={isBusy}>
            {words.sendCode}
          </button>
        </form>
      )}
      {place && isSent && (
        <form onSubmit={enter}>
          <p role="status">{isAgain ? words.sentAgain : words.codeSent}</p>
          <label htmlFor="code">{words.code}</label>
          <input
            {...{ id: 'code', name: 'code', inputMode: 'numeric', autoComplete: 'one-time-code', required: true }}
            {...{ pattern: '[0-9]{6}', maxLength: 6, autoFocus: true }}
          />
          <Problem text={problem} />
          <button className="main" disabled={isBusy}>
            {words.signIn}
          </button>
          <button type="button" className="quiet" disabled={isBusy} onClick={sendAgain}>
            {words.sendAgain}
          </button>
          <button type="button" className="quiet" onClick={() => setSent(false)}>
            {words.otherPhone}
          </button>
        </form>
      )}
      <button type="button" className="quiet" onClick={other} lang={language === 'en' ? 'es' : 'en'}>
        {words.language}
      </button>
    </main>
  );
}
