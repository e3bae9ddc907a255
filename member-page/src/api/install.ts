/** The browser's own question, kept until the member wants it asked. */
type InstallQuestion = Event & { readonly prompt: () => Promise<unknown> };

let question: InstallQuestion | undefined;
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

// It comes once, soon after the page was opened: long before anybody looks for the button.
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  question = event as InstallQuestion;
  tell();
});
addEventListener('appinstalled', () => {
  question = undefined;
  tell();
});

export const canInstall = (): boolean => question !== undefined;
export const onInstallChanged = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Has the browser ask; it does so once. */
export const install = async (): Promise<void> => {
  const asked = question;
  question = undefined;
  tell();
  await asked?.prompt();
};

/** Whether the page was opened from among the apps of the phone. */
export const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches;
