import { ask, newReference } from '../api/ask.ts';
import type { Page } from '../api/kept.ts';
import { Problem } from '../kit/problem.tsx';
import { useAct } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';

/** What is always asked; whatever else was ever said stands below it. */
const ASKED = [
  { purpose: 'marketing', channel: 'sms' },
  { purpose: 'marketing', channel: 'email' },
  { purpose: 'marketing', channel: 'push' },
] as const;

/** Names the texts of this page as they are shown here; a new wording gets a new number. */
const TEXT_VERSION = 'member-page-1';

/** Each purpose and channel with a switch: nothing is done without a yes. */
export function Consents({ page, onChanged }: { readonly page: Page; readonly onChanged: () => Promise<void> }) {
  const { words, named } = useWords();
  const { isBusy, problem, act } = useAct();
  const isSame = (one: { purpose: string; channel: string }) => (other: { purpose: string; channel: string }) =>
    one.purpose === other.purpose && one.channel === other.channel;
  const all = [
    ...ASKED.map((one) => ({ ...one, isGiven: page.consents.find(isSame(one))?.isGiven ?? false })),
    ...page.consents.filter((one) => !ASKED.some(isSame(one))),
  ];
  const say = (purpose: string, channel: string, isGiven: boolean): void =>
    void act(async () => {
      const consents = [{ purpose, channel, isGiven, textVersion: TEXT_VERSION }];
      await ask('POST /v1/me/consents', { reference: newReference(), consents });
      await onChanged();
    });
  return (
    <section>
      <h2>{words.consents}</h2>
      <p className="aside">{words.consentExplained}</p>
      <ul className="lines">
        {all.map(({ purpose, channel, isGiven }) => (
          <li key={`${purpose}/${channel}`}>
            <label>
              <span>
                {named('purpose', purpose)} {named('channel', channel)}
              </span>
              <input
                type="checkbox"
                role="switch"
                checked={isGiven}
                disabled={isBusy}
                onChange={(event) => say(purpose, channel, event.target.checked)}
              />
            </label>
          </li>
        ))}
      </ul>
      <Problem text={problem} />
    </section>
  );
}
