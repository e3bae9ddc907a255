import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { readUrl, type UrlProblem } from '../../platform/outbound/index.ts';
import { refuseCode } from '../programs/index.ts';
import { checkService, wrongHeader } from './check-service.ts';
import { openHeaders, sealHeaders } from './open-port.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { Processor } from './processor.ts';
import { findProcessorLocked, insertProcessor, selectProcessors, updateProcessor } from './store/processor.ts';
import type { WebService } from './web-service.ts';

export type ProcessorInput = Pick<Processor, 'perMinute' | 'pollHours' | 'timeoutMs' | 'state'> & {
  /** Code of a money unit. */
  readonly unit: string;
  readonly service: WebService;
  /** Values that are shown to nobody again. Left out: those that are kept stay. */
  readonly secretHeaders?: Readonly<Record<string, string>> | undefined;
};

export type ConfigureOutcome =
  | Ok<{ readonly processor: Processor; readonly secretNames: readonly string[] }>
  | Refusal<
      | `processors.url.${UrlProblem}`
      | 'programs.code.malformed'
      | 'processors.service.malformed'
      | 'processors.unit.unfit'
      | 'processors.unit.fixed'
      | 'processors.processor.too_many'
    >;

export const PROCESSORS_PER_TENANT_MAX = 20;

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

type Unfit = Exclude<ConfigureOutcome, Ok<object>>;

/** What of an input is kept: its unit, and secret headers as they are sent. */
type ReadInput = Ok<{ readonly unit: number; readonly secret: Readonly<Record<string, string>> | undefined }>;

/** Refuses a code or an address that cannot be, an address inside, settings that cannot work, and a unit that is no money. */
export function readInput(
  deps: Pick<ProcessorDeps, 'guard' | 'programs'>,
  tenant: number,
  code: string,
  input: Pick<ProcessorInput, 'unit' | 'service' | 'secretHeaders'>,
): ReadInput | Unfit {
  const malformed = refuseCode(code);
  if (malformed) return malformed;
  const url = readUrl(input.service.url, deps.guard);
  if (!url.ok)
    return refuse(`processors.url.${url.problem}`, { [url.problem === 'port_refused' ? 'port' : 'host']: url.detail });
  if (url.url.search !== '' || url.url.hash !== '') return refuse('processors.url.malformed');
  const checked = checkService(input.service);
  if (!checked.ok) return checked;
  const secret = input.secretHeaders && lowerCased(input.secretHeaders);
  const header = secret && wrongHeader(secret);
  if (header !== undefined) {
    return refuse('processors.service.malformed', { detail: `The header ${header} cannot be sent.` });
  }
  const unit = deps.programs.settings().unitByCode(tenant, input.unit);
  if (unit?.kind !== 'money') return refuse('processors.unit.unfit', { unit: input.unit });
  return { ok: true, unit: unit.unit, secret };
}

/**
 * Sets a processor up, or sets it anew: the same again changes nothing. Refuses what `readInput` does, and another unit than before, since
 * balances are kept in it.
 */
export async function configureProcessor(
  deps: ProcessorDeps,
  tenant: number,
  code: string,
  input: ProcessorInput,
  by: Actor = PROGRAM_ITSELF,
): Promise<ConfigureOutcome> {
  const read = readInput(deps, tenant, code, input);
  if (!read.ok) return read;
  const { unit, secret } = read;
  const { service, perMinute, pollHours, timeoutMs, state } = input;
  return deps.database.transaction(async (tx): Promise<ConfigureOutcome> => {
    const known = await findProcessorLocked(tx, tenant, code);
    if (known && known.unit !== unit) return refuse('processors.unit.fixed');
    const headers = secret ?? (known ? openHeaders(deps.keys, known) : {});
    const row = {
      ...{ service, perMinute, pollHours, timeoutMs, state },
      secrets: sealHeaders(deps.keys, tenant, code, headers),
      changedAt: deps.clock.now(),
    };
    const secretNames = Object.keys(headers);
    const told = { perMinute, pollHours, timeoutMs, state, url: service.url, secretHeaders: secretNames };
    const act = {
      ...{ tenant, by, act: 'processors.processor.configured', subject: `processor ${code}`, after: told },
      ...(known ? { before: { perMinute: known.perMinute, state: known.state, url: known.service.url } } : {}),
    };
    if (known) {
      const processor = await updateProcessor(tx, known.processor, row);
      await deps.audit?.(tx, act);
      return { ok: true, processor, secretNames };
    }
    const all = await selectProcessors(tx, tenant, PROCESSORS_PER_TENANT_MAX);
    if (all.length >= PROCESSORS_PER_TENANT_MAX) {
      return refuse('processors.processor.too_many', { max: String(PROCESSORS_PER_TENANT_MAX) });
    }
    const processor = await insertProcessor(tx, { ...row, tenant, code, unit });
    await deps.audit?.(tx, act);
    return { ok: true, processor, secretNames };
  });
}
