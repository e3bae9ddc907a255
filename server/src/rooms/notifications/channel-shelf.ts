import type { Channel } from './channels/channel.ts';
import { openChannel } from './channels/open-channel.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { noteReceipt, noteReply } from './receive.ts';
import type { Sender } from './sender.ts';

/** The open channels of this process. */
export type ChannelShelf = {
  /** The channel of a sender, opened where it is not; one of older settings is closed. */
  of(sender: Sender): Channel;
  /** Closes those whose sender is not among these. */
  keepOnly(senders: readonly Pick<Sender, 'tenant' | 'kind'>[]): void;
  close(): Promise<void>;
};

const keyOf = ({ tenant, kind }: Pick<Sender, 'tenant' | 'kind'>): string => `${tenant}.${kind}`;

/** Keeps one channel per sender for as long as its settings stay. */
export function createChannelShelf(deps: NotificationDeps): ChannelShelf {
  const open = new Map<string, { readonly revision: number; readonly channel: Channel }>();
  const drop = (key: string): Promise<void> => {
    const kept = open.get(key);
    open.delete(key);
    return kept?.channel.close().catch((error: unknown) => deps.onFailure?.(error)) ?? Promise.resolve();
  };
  return {
    of(sender) {
      const { tenant, revision, settings } = sender;
      const key = keyOf(sender);
      const kept = open.get(key);
      // A worker may have claimed under older settings; it uses the newer channel.
      if (kept && kept.revision >= revision) return kept.channel;
      void drop(key);
      const channel = openChannel(settings, deps.guard, {
        onReceipt: (receipt) => noteReceipt(deps, tenant, receipt),
        onReply: (from, text) => noteReply(deps, { tenant }, from, text),
      });
      open.set(key, { revision, channel });
      return channel;
    },
    keepOnly(senders) {
      const wanted = new Set(senders.map(keyOf));
      for (const key of open.keys()) if (!wanted.has(key)) void drop(key);
    },
    close: async () => {
      await Promise.all([...open.keys()].map(drop));
    },
  };
}
