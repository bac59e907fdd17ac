import type { StoredMessage } from './message.ts';

interface MessageStoreOptions {
  readonly retentionMs: number;
  /** What was there when the process before this one ended. */
  readonly messages?: readonly StoredMessage[] | undefined;
  /** Told of each message that comes or changes, before it can be received. */
  readonly onStored?: ((message: StoredMessage) => void) | undefined;
  /** Told of each message that is gone, by its id. */
  readonly onRemoved?: ((id: string) => void) | undefined;
}

/** The messages of one queue by id, oldest first; none is kept beyond the retention. */
export const messageStore = ({ retentionMs, messages: found = [], onStored, onRemoved }: MessageStoreOptions) => {
  const messages = new Map(found.map((message) => [message.id, message]));
  const isExpired = ({ sentAt }: StoredMessage, now: number): boolean => sentAt + retentionMs <= now;

  const remove = (id: string): void => {
    if (messages.delete(id)) onRemoved?.(id);
  };

  /** Stops at the first that is young enough, so that a queue that nobody reads loses what is too old as well, at no cost. */
  const removeOldest = (now: number): void => {
    for (const message of messages.values()) {
      if (!isExpired(message, now)) return;
      remove(message.id);
    }
  };

  return {
    get: (id: string): StoredMessage | undefined => messages.get(id),

    /** Every message that is not too old at `now`. */
    all(now: number): readonly StoredMessage[] {
      for (const message of messages.values()) if (isExpired(message, now)) remove(message.id);
      return [...messages.values()];
    },

    set(message: StoredMessage): void {
      removeOldest(Date.now());
      onStored?.(message);
      messages.set(message.id, message);
    },

    remove,

    clear(): void {
      for (const id of [...messages.keys()]) remove(id);
    },
  };
};
