import type { Kind } from './message.ts';

/** What became of messages in this process: sent (the channel took it), failed, suppressed, expired. */
export type MessageEnd = 'sent' | 'failed' | 'suppressed' | 'expired';

/** Counts the ends of messages by kind and channel; an empty channel is none. For metrics. */
export type MessageTally = {
  readonly note: (kind: Kind, via: string, end: MessageEnd) => void;
  readonly read: () => readonly {
    readonly kind: Kind;
    readonly via: string;
    readonly end: MessageEnd;
    readonly count: number;
  }[];
};

/** Begins at nothing: counters of a process start with it. */
export function createMessageTally(): MessageTally {
  const counts = new Map<string, { kind: Kind; via: string; end: MessageEnd; count: number }>();
  return {
    note: (kind, via, end) => {
      const key = `${kind}/${via}/${end}`;
      const known = counts.get(key);
      if (known) known.count += 1;
      else counts.set(key, { kind, via, end, count: 1 });
    },
    read: () => [...counts.values()],
  };
}
