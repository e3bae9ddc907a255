import { Fault } from '../../kernel/fault.ts';
import type { CheckoutDeps } from './deps.ts';

/**
 * The version, in its program, of the rulebook that decided a receipt. The record keeps the rulebook's own number, which says nothing
 * to anybody. A fault for the second in which another process has published it and this one has not heard of it: the repeat is answered.
 */
export function versionOfRulebook({ rulebooks }: Pick<CheckoutDeps, 'rulebooks'>, rulebook: number): number {
  const version = rulebooks.versionOf(rulebook);
  if (version === undefined) throw new Fault('a rulebook was published a moment ago', { retry: 'safe' });
  return version;
}
