import { randomUUID } from 'node:crypto';
import { AwsError } from '../base/aws-error.ts';
import { newMessage, type OutgoingMessage, type ReceivedMessage, type StoredMessage } from './message.ts';
import { messageStore } from './message-store.ts';
import type { QueueSettings } from './queue-attributes.ts';

type ReceiveOptions = {
  readonly most?: number | undefined;
  readonly waitMs?: number | undefined;
  readonly visibilityMs?: number | undefined;
  /** Name of the receiver, for `waiting`. */
  readonly by?: string | undefined;
  /** Ends the wait; a receive that is aborted takes nothing. */
  readonly signal?: AbortSignal | undefined;
};

type Taking = { readonly visibilityMs: number; readonly by: string | undefined };

type QueueOptions = Omit<Parameters<typeof messageStore>[0], 'retentionMs'> & {
  readonly arn: string;
  readonly settings: QueueSettings;
  /** Moves a message that was received too often to the dead-letter queue. */
  readonly deadLetter: (message: StoredMessage) => void;
};

/**
 * One standard queue: at-least-once, visibility timeout, long poll, retention and redrive policy.
 */
export type Queue = ReturnType<typeof queue>;

/** A queue under its names. */
export type NamedQueue = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly queue: Queue;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Creates a queue, which holds what it is given. */
export const queue = ({ arn, settings, deadLetter, ...storing }: QueueOptions) => {
  const messages = messageStore({ ...storing, retentionMs: settings.retentionMs });
  const wakers = new Set<() => void>();
  let isStopped = false;

  const wake = (): void => {
    for (const waker of wakers) waker();
  };

  const put = (message: StoredMessage): void => {
    messages.set(message);
    wake();
  };

  const isExhausted = ({ receiveCount }: StoredMessage): boolean =>
    settings.redrive !== undefined && receiveCount >= settings.redrive.maxReceiveCount;

  const receiveOne = (message: StoredMessage, now: number, { visibilityMs, by }: Taking): ReceivedMessage => {
    const received: ReceivedMessage = {
      ...message,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      visibleAt: now + visibilityMs,
      receipt: `${message.id}.${randomUUID()}`,
      receivedBy: by,
    };
    messages.set(received);
    return received;
  };

  const take = (most: number, taking: Taking): ReceivedMessage[] => {
    const now = Date.now();
    const visible = messages.all(now).filter(({ visibleAt }) => visibleAt <= now);
    for (const message of visible.filter(isExhausted)) {
      deadLetter({ ...message, movedFrom: arn });
      messages.remove(message.id);
    }
    const deliverable = visible.filter((message) => !isExhausted(message)).slice(0, most);
    return deliverable.map((message) => receiveOne(message, now, taking));
  };

  /** Resolves when a message may have become visible, when aborted, or at the deadline. */
  const change = (deadline: number, signal: AbortSignal | undefined): Promise<void> => {
    const { promise, resolve: done } = Promise.withResolvers<void>();
    const resolve = (): void => done();
    const next = messages.all(Date.now()).reduce((soonest, { visibleAt }) => Math.min(soonest, visibleAt), deadline);
    const timer = setTimeout(resolve, Math.max(1, next - Date.now()));
    wakers.add(resolve);
    signal?.addEventListener('abort', resolve);
    return promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', resolve);
      wakers.delete(resolve);
    });
  };

  const byReceipt = (receipt: string): StoredMessage | undefined => {
    const message = messages.get(receipt.split('.')[0] ?? '');
    return message?.receipt === receipt ? message : undefined;
  };

  return {
    /** Puts a message on the queue; throws AWS's error for a body that SQS refuses. */
    send(outgoing: OutgoingMessage): StoredMessage {
      const message = newMessage(outgoing, settings);
      put(message);
      return message;
    },

    /** Takes a message over from another queue, visible at once. */
    adopt: (message: StoredMessage): void => put({ ...message, visibleAt: Date.now(), receipt: undefined, receivedBy: undefined }),

    /** Up to `most` (1–10) visible messages, after waiting up to `waitMs` for the first. */
    async receive({
      most = 1,
      waitMs = settings.waitMs,
      visibilityMs = settings.visibilityMs,
      by,
      signal,
    }: ReceiveOptions = {}): Promise<ReceivedMessage[]> {
      const deadline = Date.now() + waitMs;
      while (!signal?.aborted) {
        const received = take(most, { visibilityMs, by });
        if (received.length > 0 || isStopped || Date.now() >= deadline) return received;
        await change(deadline, signal);
      }
      return [];
    },

    /** A message that is on the queue, whether visible or not. */
    find: (id: string): StoredMessage | undefined => messages.get(id),

    /**
     * Returns whether this receiver has work: a message that is new or visible again, or one that
     * it holds or failed on.
     */
    isWaitingFor(receiver: string): boolean {
      const now = Date.now();
      return messages
        .all(now)
        .some(({ receipt, receivedBy, visibleAt }) => receipt === undefined || receivedBy === receiver || visibleAt <= now);
    },

    /** Removes a message; a receipt that is no longer the latest removes nothing. */
    deleteMessage(receipt: string): void {
      const message = byReceipt(receipt);
      if (message !== undefined) messages.remove(message.id);
    },

    /**
     * Makes a received message visible after `visibilityMs` from now; throws
     * `InvalidParameterValue` for one that is not in flight.
     */
    changeVisibility(receipt: string, visibilityMs: number): void {
      const message = byReceipt(receipt);
      if (message === undefined) throw new AwsError('InvalidParameterValue', `Value ${receipt} for parameter ReceiptHandle is invalid.`);
      put({ ...message, visibleAt: Date.now() + visibilityMs });
    },

    purge: messages.clear,

    settings,

    /** Message counts by AWS's attribute names. */
    counts() {
      const now = Date.now();
      const all = messages.all(now);
      const hidden = all.filter(({ visibleAt }) => visibleAt > now);
      const inFlight = hidden.filter(({ receipt }) => receipt !== undefined).length;
      return {
        ApproximateNumberOfMessages: String(all.length - hidden.length),
        ApproximateNumberOfMessagesNotVisible: String(inFlight),
        ApproximateNumberOfMessagesDelayed: String(hidden.length - inFlight),
      };
    },

    /** Ends every long poll, now and later. */
    stop(): void {
      isStopped = true;
      wake();
    },
  };
};
