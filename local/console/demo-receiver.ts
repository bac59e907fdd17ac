import { randomBytes } from 'node:crypto';
import { startReceiver } from '../../cli/listen/receiver.ts';

/** The answers that the receiver can be made to give. */
export const ANSWERS = [200, 400, 410, 429, 500] as const;

export type ReceiverAnswer = (typeof ANSWERS)[number];

/** A built-in receiver of webhooks, for the faults of the console. */
export interface DemoReceiver {
  readonly webhookId: string;
  answer(status: ReceiverAnswer): void;
  /** Returns the answer it gives, and what it has seen; an event counts once. */
  read(): { readonly answer: ReceiverAnswer; readonly attempts: number; readonly accepted: number; readonly unsigned: number };
  stop(): Promise<void>;
}

/** Makes an endpoint of the API that leads to an address, and returns its id. */
type Register = (fields: {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  readonly events: readonly string[];
}) => Promise<string>;

/** Starts a receiver on this machine that verifies signatures, and makes it an endpoint. */
export const startDemoReceiver = async (url: string, register: Register): Promise<DemoReceiver> => {
  const accepted = new Set<string>();
  const seen = { answer: 200 as ReceiverAnswer, attempts: 0, unsigned: 0 };
  const options = { url, events: [], port: 0, delayMs: 0, json: false };
  const receiver = await startReceiver(
    Object.defineProperty({ ...options, answer: 200 }, 'answer', { get: () => seen.answer }),
    (received) => {
      seen.attempts += 1;
      if (received.fault !== undefined) seen.unsigned += 1;
      else if (received.answer < 300) accepted.add(received.id);
    },
  );
  const token = randomBytes(24).toString('base64url');
  receiver.expect(token);
  try {
    const webhookId = await register({ name: 'Console receiver', url: receiver.url, token, events: ['partner.*', 'reseller.*'] });
    return {
      webhookId,
      answer: (status) => void Object.assign(seen, { answer: status }),
      read: () => ({ ...seen, accepted: accepted.size }),
      stop: receiver.stop,
    };
  } catch (error) {
    await receiver.stop();
    throw error;
  }
};
