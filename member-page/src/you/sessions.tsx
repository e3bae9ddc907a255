import { useEffect, useState } from 'react';
import { ask } from '../api/ask.ts';
import { Problem } from '../kit/problem.tsx';
import { useAct } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';

type Session = { readonly id: string; readonly browser: string; readonly madeAt: string; readonly isThis: boolean };

const nameOf = (browser: string): string => {
  const system = /iPhone|iPad|Android|Windows|Mac OS X|Linux/.exec(browser)?.[0] ?? '';
  const program = /Firefox|Edg|OPR|Chrome|Safari/.exec(browser)?.[0] ?? '';
  return [program, system].filter(Boolean).join(', ') || browser;
};

/** Where the own phone is signed in; each but this one can be ended from here. */
export function Sessions() {
  const { words, say, day } = useWords();
  const { isBusy, problem, act } = useAct();
  const [sessions, setSessions] = useState<readonly Session[]>([]);
  const look = async (): Promise<void> => {
    setSessions((await ask<{ items: readonly Session[] }>('GET /v1/me/sessions')).items);
  };
  useEffect(() => {
    look().catch(() => undefined);
  }, []);
  if (sessions.length === 0) return null;
  const end = (id: string): void =>
    void act(async () => {
      await ask(`DELETE /v1/me/sessions/${id}`);
      await look();
    });
  return (
    <section>
      <h2>{words.sessions}</h2>
      <ul className="lines">
        {sessions.map((one) => (
          <li key={one.id}>
            <span>
              {nameOf(one.browser)}
              <small>{say('since', { at: day(one.madeAt) })}</small>
            </span>
            {one.isThis ? (
              <span className="aside">{words.thisPhone}</span>
            ) : (
              <button type="button" className="quiet" disabled={isBusy} onClick={() => end(one.id)}>
                {words.endSession}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Problem text={problem} />
    </section>
  );
}
