import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { webhookKeys } from '../../lib/configuration/webhooks.ts';
import type { Api } from '../doctor/http/api.ts';

/** How long a rule is assumed to take to take effect, in milliseconds: what the product waits for unless it is configured. */
export const SETTLING_MS = webhookKeys.webhookSettleSeconds.default * 1000;

/** A message of a queue, its attributes as text. */
export interface Message {
  readonly body: string;
  readonly attributes: Readonly<Partial<Record<string, string>>>;
}

/** A queue of one question. */
export interface Queue {
  readonly arn: string;
  /** Takes what is there, at most ten messages; none when there are none. */
  receive(): Promise<readonly Message[]>;
}

/** A request that the receiver got. */
export interface Arrival {
  readonly path: string;
  readonly headers: Readonly<Partial<Record<string, string>>>;
  readonly body: string;
}

/** A bus under a customer key, whose dead-letter queue takes messages of one kind of source ARN only. */
export interface KeyedBus {
  readonly busName: string;
  readonly takesFrom: 'event-bus' | 'rule';
  readonly deadLetters: Queue;
}

/** Where questions are asked: an account or the embedded runtime, and what of it may be used for that. */
export interface Site {
  readonly eventBridge: EventBridgeClient;
  readonly cloudWatch: CloudWatchClient;
  /** What the names begin with of what the questions make. */
  readonly prefix: string;
  /** A bus that nothing else uses. */
  readonly busName: string;
  /** Address of a receiver: `/status/<n>` answers with n, a 401 with a challenge; every request is an arrival. */
  readonly receiver: string;
  /** The API of the stage, and a token of its operator. */
  readonly api: Api;
  token(): Promise<string>;
  /** Buses under one key, and how to make that key unusable; absent where there are no keys. */
  readonly keyed?: { readonly buses: readonly KeyedBus[]; breakKey(): Promise<unknown> };
  /** The role by which rules call API destinations. */
  readonly roleArn: string;
  /** Makes a queue that the bus may send to, or one that it may not. */
  queue(access?: 'refused'): Promise<Queue>;
  /** What the receiver got since the last call. */
  arrivals(): Promise<readonly Arrival[]>;
  /** Has something undone at the end, the last first. */
  atEnd(undo: () => Promise<unknown>): void;
  /** Milliseconds between two looks. */
  readonly pauseMs: number;
  /** Milliseconds within which changes of rules, targets, destinations and connections are assumed to take effect. */
  readonly settlingMs: number;
}
