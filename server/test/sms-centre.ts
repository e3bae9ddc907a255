import type { AddressInfo } from 'node:net';
import smpp from 'smpp';
import type { Pdu, Session } from 'smpp';
import type { SenderInput } from '../src/rooms/notifications/index.ts';

/** A part as the SMSC was given it. */
export type Submitted = {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly coding: number;
  /** The concatenation header: reference, of how many, which. */
  readonly header: readonly number[] | undefined;
};

export type SmsCentre = {
  readonly port: number;
  readonly submitted: Submitted[];
  readonly binds: string[];
  readonly sessions: Session[];
  /** The status of the next submits; undefined takes them, 'silent' answers nothing. */
  onSubmit: (to: string, nth: number) => number | 'silent' | undefined;
  /** Tells what became of a part; the status with which it was acknowledged. */
  receipt(id: string, state: string): Promise<number>;
  /** A person writes. */
  reply(from: string, text: string): Promise<number>;
  close(): Promise<void>;
};

/** An SMSC that speaks SMPP 3.4; lets system id `acme` in with password `secret`. */
export async function openSmsCentre(port = 0): Promise<SmsCentre> {
  const submitted: Submitted[] = [];
  const binds: string[] = [];
  const sessions: Session[] = [];
  let count = 0;
  const deliver = (pdu: object): Promise<number> =>
    new Promise((resolve) => {
      sessions.at(-1)?.deliver_sm(pdu, ({ command_status }) => resolve(command_status));
    });
  const server = smpp.createServer({}, (session) => {
    session.on('error', () => undefined);
    session.on('bind_transceiver', (pdu: Pdu) => {
      const isLetIn = pdu.system_id === 'acme' && pdu.password === 'secret';
      binds.push(pdu.system_id ?? '');
      if (isLetIn) sessions.push(session);
      session.send(pdu.response(isLetIn ? { system_id: 'centre' } : { command_status: 0x0e }));
    });
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
    session.on('submit_sm', (pdu: Pdu) => {
      const status = made.onSubmit(pdu.destination_addr ?? '', (count += 1));
      if (status !== undefined && status !== 'silent') {
        session.send(pdu.response({ command_status: status }));
        return;
      }
      const id = `smsc-${count}`;
      const udh = pdu.short_message?.udh?.[0];
      submitted.push({
        id,
        to: pdu.destination_addr ?? '',
        from: pdu.source_addr ?? '',
        text: String(pdu.short_message?.message ?? ''),
        coding: pdu.data_coding ?? 0,
        header: udh && [...udh.subarray(2)],
      });
      if (status !== 'silent') session.send(pdu.response({ message_id: id }));
    });
  });
  server.on('error', () => undefined);
  const made: SmsCentre = {
    port: 0,
    submitted,
    binds,
    sessions,
    onSubmit: () => undefined,
    receipt: (id, state) =>
      deliver({
        esm_class: 0x04,
        source_addr: '34600123456',
        destination_addr: 'Acme',
        short_message: `id:${id} sub:001 dlvrd:001 submit date:2611220700 done date:2611220701 stat:${state} err:000 text:`,
      }),
    reply: (from, text) => deliver({ source_addr: from, destination_addr: '12345', short_message: text }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of server.sessions) session.destroy();
      }),
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return Object.assign(made, { port: (server.address() as AddressInfo).port });
}

/** Settings that fit it. */
export const smppSettings = (
  port: number,
  onUnknown: 'hold' | 'resend' = 'hold',
): Extract<SenderInput, { protocol: 'smpp' }> => ({
  ...{ protocol: 'smpp', host: '127.0.0.1', port, tls: false, systemId: 'acme', password: 'secret' },
  ...{ senderId: 'Acme', windowMax: 10, onUnknown },
});
