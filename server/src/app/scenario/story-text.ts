import type { Standing, Step } from './step.ts';
import type { Told } from './run-scenario.ts';

const KIND_WIDTH = 6;
const INDENT = ' '.repeat(KIND_WIDTH);

const isSome = (quantity: string): boolean => !/^-?0(\.0+)?$/.test(quantity);

const PARTS = ['pending', 'held', 'frozen', 'owed'] as const;

function standingText(wallet: Standing): string {
  const more = PARTS.filter((part) => isSome(wallet[part])).map((part) => `${wallet[part]} ${part}`);
  const next = wallet.expiresNext ? [`${wallet.expiresNext.points} end ${wallet.expiresNext.at}`] : [];
  return `${wallet.walletType} ${[`${wallet.available} available`, ...more, ...next].join(', ')}`;
}

/** Who stands otherwise than was said last. Notes what is said now. */
function balancesText(balances: readonly Standing[], said: Map<string, string>): string[] {
  const people = Map.groupBy(balances, ({ member }) => member);
  const changed = [...people].flatMap(([member, wallets]) => {
    const text = wallets.map(standingText).join(' | ');
    const before = said.get(member);
    said.set(member, text);
    return text === before ? [] : [`= ${member}: ${text}`];
  });
  return balances.length > 0 && changed.length === 0 ? ['= balances as before'] : changed;
}

function stepText(step: Step, kindBefore: Step['kind'] | undefined, said: Map<string, string>): string[] {
  const { dates } = step;
  const kind = step.kind === kindBefore ? 'and' : step.kind;
  const details = [
    ...(step.told ?? []).map((text) => `· ${text}`),
    ...(dates ? [`@ till ${dates.occurredAt} | recorded ${dates.recordedAt} | business day ${dates.bookedOn}`] : []),
    ...balancesText(step.balances ?? [], said),
    ...(step.why ? [`? rulebook ${step.why.rulebook}`] : []),
    ...(step.why?.fired ?? []).map((text) => `+ ${text}`),
    ...(step.why?.notFired ?? []).map((text) => `- ${text}`),
    ...(step.wrong ?? []).map((text) => `! ${text}`),
  ];
  const mark = step.kind === 'then' ? (step.ok ? ' ✓' : ' ✗') : step.ok ? '' : ' ✗';
  return [`${kind.padStart(KIND_WIDTH - 1)} ${step.text}${mark}`, ...details.map((text) => `${INDENT}  ${text}`)];
}

/** A story step by step: what happened, what was answered, three dates, balances, and why where it was asked for. */
export function storyText({ name, title, ok, steps }: Told): string {
  const said = new Map<string, string>();
  const lines = steps.flatMap((step, at) => stepText(step, steps[at - 1]?.kind, said));
  const thens = steps.filter(({ kind }) => kind === 'then').length;
  const end = ok ? `${name}: as told, ${thens} checks hold` : `${name}: NOT as told; it ended at the step with ✗`;
  return [`${name}: ${title}`, '', ...lines, '', end].join('\n');
}
