// A house that takes files of cards over a real connection: a range, a registered address, and the code out of the mail.

import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { luhnDigit } from '../src/kernel/card-number.ts';
import { decryptField } from '../src/platform/keys.ts';
import { makeHouse, must, type HouseOptions } from './house.ts';

/** What an endpoint of files answers, as far as tests look at it. */
export type FileAnswer = {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly file?: string;
    readonly state?: string;
    readonly code?: string;
    readonly repeated?: boolean;
    readonly rows?: { readonly total: number; readonly wrong: number; readonly done: number };
    readonly understood?: Readonly<Record<string, unknown>>;
    readonly refusal?: { readonly code: string; readonly facts?: Readonly<Record<string, string>> };
    readonly items?: readonly { readonly line: number; readonly code: string }[];
  };
};

export type CardFileHouse = Awaited<ReturnType<typeof makeCardFileHouse>>;

/**
 * A house with the range `file-gift` (prefix 7770, twelve digits, Luhn, EUR, a PIN of four where one is given), whose tenant has a
 * registered address. It is asked over HTTP on a free port of the loopback.
 */
export async function makeCardFileHouse(options: HouseOptions = {}) {
  const house = await makeHouse(options);
  const { tenant } = house;
  const unit = house.programs.settings().unitByCode(tenant, 'EUR')!.unit;
  const range = { code: 'file-gift', type: 'gift', prefix: '7770', length: 12, charset: 'digits' } as const;
  must(
    await house.cards.openRange(tenant, {
      ...{ ...range, checkDigit: 'luhn', pinKind: 'pin', pinLength: 4, pinRequired: false, unit, face: undefined },
      ...{ program: undefined, priceList: undefined, track: {}, systemOfRecord: 'here', processor: undefined },
      policy: {},
    }),
  );
  await house.database.transaction(async (tx) => {
    const by = { credential: house.principals.tenant.credential };
    const asked = { tenant, partner: 0, partnerCode: undefined, email: 'cards@example.com', space: 0n, by };
    const { approval } = must(await house.making.changeContact({ ...asked, reference: 'contact' }));
    await house.making.applyContactChange(tx, tenant, approval);
  });
  await house.api.listen({ host: '127.0.0.1', port: 0 });
  const { port } = house.api.server.address() as AddressInfo;

  const send = async (
    what: string,
    body?: string | Buffer | Readable | object,
    secret: string = house.secrets.tenant,
  ): Promise<FileAnswer> => {
    const [method = '', path = ''] = what.split(' ');
    const isFile = typeof body === 'string' || Buffer.isBuffer(body) || body instanceof Readable;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body !== undefined && { 'content-type': isFile ? 'text/csv' : 'application/json' }),
      },
      ...(body !== undefined && { body: isFile ? (body as never) : JSON.stringify(body) }),
      ...(body instanceof Readable && { duplex: 'half' as const }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, text, body: isJson ? (JSON.parse(text) as never) : {} };
  };
  let files = 0;
  /** Uploads a file and lets it be checked; its path and what is told of it then. */
  const check = async (
    file: string | Buffer | Readable,
    query: Readonly<Record<string, string>> = {},
  ): Promise<{ path: string; told: FileAnswer['body'] }> => {
    const asked = new URLSearchParams({ range: 'file-gift', mode: 'whole', reference: `file-${++files}`, ...query });
    const made = await send(`POST /v1/card-files?${asked.toString()}`, file);
    if (made.status !== 202) throw new Error(`not taken: ${made.text}`);
    const path = `/v1/card-files/${made.body.file!}`;
    await house.making.work();
    return { path, told: (await send(`GET ${path}`)).body };
  };
  /** The code as the last mail that waits in the queue has it. */
  const mailedCode = async (): Promise<string> => {
    const [row] = await house.database.query<{ sealed: Buffer; reference: string }>(
      `select sealed, reference from notifications.message where template = 'file-code' order by message desc limit 1`,
    );
    const plain = decryptField(house.keys, row!.sealed, `notifications.message.${tenant}.${row!.reference}`);
    return (JSON.parse(plain.toString()) as { facts: { code: string } }).facts.code;
  };
  return {
    ...house,
    send,
    check,
    mailedCode,
    /** Uploads, checks, confirms with the mailed code and makes; the state that the file ends in. */
    async confirmed(file: string | Buffer, query: Readonly<Record<string, string>> = {}): Promise<string> {
      const { path } = await check(file, query);
      const asked = await send(`POST ${path}/code`);
      if (asked.status !== 202) throw new Error(`no code: ${asked.text}`);
      const confirmed = await send(`POST ${path}/confirm`, { code: await mailedCode() });
      if (confirmed.status !== 202) throw new Error(`not confirmed: ${confirmed.text}`);
      await house.making.work();
      return (await send(`GET ${path}`)).body.state!;
    },
    /** What is wrong with the rows: `line code`. */
    async errors(path: string): Promise<string[]> {
      const { body } = await send(`GET ${path}/errors?limit=100`);
      return body.items!.map(({ line, code }) => `${line} ${code}`);
    },
    /** Cards that lie in stock, released or not. */
    async stock(): Promise<number> {
      const [row] = await house.database.query<{ n: number }>('select count(*)::int as n from cards.stock');
      return row!.n;
    },
  };
}

/** A right number of the range `file-gift`. */
export function fileNumber(n: number): string {
  const payload = `7770${String(n).padStart(7, '0')}`;
  return payload + luhnDigit(payload);
}

/** How many rows a test of large files takes: what `TALLYSTICK_FILE_ROWS` says, else what every run can afford. */
export const fileRows = (usual: number): number => Number(process.env['TALLYSTICK_FILE_ROWS'] ?? usual);
