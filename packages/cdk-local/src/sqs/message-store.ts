import type { StoredMessage } from './message.ts';

interface MessageStoreOptions {
  readonly retentionMs: number;
  /** Messages of the previous process. */
  readonly messages?: readonly StoredMessage[] | undefined;
  /** Called with each new or changed message, before it can be received. */
  readonly onStored?: ((message: StoredMessage) => void) | undefined;
  /** Called with the id of each removed message. */
  readonly onRemoved?: ((id: string) => void) | undefined;
}

/** The messages of one queue by id, oldest first; none is kept beyond the retention. */
export const messageStore = ({ retentionMs, messages: found = [], onStored, onRemoved }: MessageStoreOptions) => {
  const messages = new Map(found.map((message) => [message.id, message]));
  const isExpired = ({ sentAt }: StoredMessage, now: number): boolean => sentAt + retentionMs <= now;

  const remove = (id: string): void => {
    if (messages.delete(id)) onRemoved?.(id);
  };

  /** Removes expired messages from the oldest on, so that an unread queue does not grow. */
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
