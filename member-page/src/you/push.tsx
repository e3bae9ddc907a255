import { useEffect, useState } from 'react';
import { ask } from '../api/ask.ts';
import { platform } from '../api/device.ts';
import { Problem } from '../kit/problem.tsx';
import { useAct } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';

const subscriptionNow = async (): Promise<PushSubscription | null | undefined> =>
  (await navigator.serviceWorker?.getRegistration('/m/'))?.pushManager?.getSubscription();

const tell = (subscription: PushSubscription): Promise<unknown> => {
  const { endpoint, keys } = subscription.toJSON();
  const body = { endpoint, keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] }, platform: platform() };
  return ask('POST /v1/me/push-subscriptions', body);
};

/** Lets this phone be told; nothing where the business sends no pushes or the browser takes none. */
export function Push() {
  const { words } = useWords();
  const { isBusy, problem, act } = useAct();
  const [key, setKey] = useState<string>();
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    if (!('PushManager' in globalThis)) return;
    ask<{ publicKey: string }>('GET /v1/me/push-key')
      .then(async ({ publicKey }) => {
        setKey(publicKey);
        const known = await subscriptionNow();
        if (!known) return;
        setOn(true);
        // A sign of life: the page counts as an app that answers.
        await tell(known);
      })
      .catch(() => undefined);
  }, []);
  if (!key) return null;
  const turnOn = (): void =>
    void act(async () => {
      const ready = await navigator.serviceWorker.ready;
      await tell(await ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
      setOn(true);
    });
  return (
    <section>
      {isOn ? (
        <p className="aside">{words.pushOn}</p>
      ) : (
        <button type="button" className="wide" disabled={isBusy} onClick={turnOn}>
          {words.push}
        </button>
      )}
      <Problem text={problem} />
    </section>
  );
}
