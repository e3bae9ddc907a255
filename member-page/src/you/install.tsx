import { useSyncExternalStore } from 'react';
import { platform } from '../api/device.ts';
import { canInstall, install, isInstalled, onInstallChanged } from '../api/install.ts';
import { useWords } from '../words/words.tsx';

/** Puts the page beside the apps of the phone: by the browser's own question, or in words where only a menu does it. */
export function Install() {
  const { words } = useWords();
  const isOffered = useSyncExternalStore(onInstallChanged, canInstall);
  if (isInstalled()) return null;
  if (isOffered)
    return (
      <button type="button" className="wide" onClick={() => void install()}>
        {words.install}
      </button>
    );
  return platform() === 'ios' ? <p className="aside">{words.installByMenu}</p> : null;
}
