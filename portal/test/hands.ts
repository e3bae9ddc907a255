import type { Locator, Page } from 'playwright-core';

type Name = string | RegExp;

/** What somebody does on a page, in the words of the screen. `at` is asked each time: the page is there only once a test runs. */
export const handsOn = (at: () => Page) => {
  const sheet = (): Locator => at().getByRole('dialog');
  return {
    heading: (name: Name): Locator => at().getByRole('heading', { level: 1, name }),
    button: (name: Name): Locator => at().getByRole('button', { name }),
    tab: (name: string): Locator => at().getByRole('tab', { name, exact: true }),
    sheet,
    /** The button of the sheet that does it. */
    confirm: (name: string): Promise<void> => sheet().getByRole('button', { name }).click(),
    /** Waits until the sheet has closed. */
    gone: (): Promise<void> => sheet().waitFor({ state: 'hidden' }),
    close: (): Promise<void> => sheet().getByRole('button', { name: 'Close' }).last().click(),
    async choose(label: Name, option: Name): Promise<void> {
      await at().getByRole('combobox', { name: label }).last().click();
      await at().getByRole('option', { name: option }).first().click();
    },
    /** Waits until it can be seen, and says that it can. */
    async shown(what: Locator): Promise<boolean> {
      await what.first().waitFor();
      return what.first().isVisible();
    },
  };
};

/** Fails where a page broke since it was asked last. */
export function expectWhole(errors: string[]): void {
  const [first] = errors.splice(0);
  if (first !== undefined) throw new Error(`the page broke: ${first}`);
}
