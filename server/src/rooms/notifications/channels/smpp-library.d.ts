// What we use of the library, which has no types of its own.

declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer } from 'node:net';

  export type Pdu = {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly system_id?: string;
    readonly password?: string;
    readonly message_id?: string;
    readonly source_addr?: string;
    readonly destination_addr?: string;
    readonly esm_class?: number;
    readonly data_coding?: number;
    readonly registered_delivery?: number;
    readonly short_message?: { readonly message?: string | Buffer; readonly udh?: readonly Buffer[] };
    readonly message_payload?: { readonly message?: string | Buffer };
    readonly receipted_message_id?: string;
    readonly message_state?: number;
    response(options?: object): Pdu;
  };

  export type Session = EventEmitter & {
    bind_transceiver(options: object, answered: (pdu: Pdu) => void): boolean;
    submit_sm(options: object, answered: (pdu: Pdu) => void): boolean;
    deliver_sm(options: object, answered: (pdu: Pdu) => void): boolean;
    enquire_link(answered: (pdu: Pdu) => void): boolean;
    unbind(answered: (pdu: Pdu) => void): boolean;
    send(pdu: Pdu): boolean;
    close(done?: () => void): void;
    destroy(done?: () => void): void;
    pause(): void;
    resume(): void;
  };

  export type Server = NetServer & { readonly sessions: Session[] };

  const smpp: {
    connect(options: object): Session;
    createServer(options: object, listener: (session: Session) => void): Server;
  };
  export default smpp;
}
