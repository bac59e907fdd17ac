import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { webhookKeys } from '../../lib/configuration/webhooks.ts';
import type { Api } from '../doctor/http/api.ts';

/** The milliseconds within which a rule is assumed to take effect: the product's default. */
export const SETTLING_MS = webhookKeys.webhookSettleSeconds.default * 1000;

/** A message of a queue, its attributes as text. */
export interface Message {
  readonly body: string;
  readonly attributes: Readonly<Partial<Record<string, string>>>;
}

/** A queue of one question. */
export interface Queue {
  readonly arn: string;
  /** Receives the messages that are there, at most ten. */
  receive(): Promise<readonly Message[]>;
}

/** A request that the receiver got. */
export interface Arrival {
  readonly path: string;
  readonly headers: Readonly<Partial<Record<string, string>>>;
  readonly body: string;
}

/**
 * A bus under a customer key, whose dead-letter queue takes messages of one kind of source ARN
 * only.
 */
export interface KeyedBus {
  readonly busName: string;
  readonly takesFrom: 'event-bus' | 'rule';
  readonly deadLetters: Queue;
}

/**
 * The place where questions are asked, an account or the embedded runtime, and what they may use of
 * it.
 */
export interface Site {
  readonly eventBridge: EventBridgeClient;
  readonly cloudWatch: CloudWatchClient;
  /** The prefix of the names that the questions make. */
  readonly prefix: string;
  /** A bus that nothing else uses. */
  readonly busName: string;
  /**
   * Address of a receiver: `/status/<n>` answers with n, a 401 with a challenge; every request is
   * an arrival.
   */
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
  /** Returns the requests that the receiver got since the last call. */
  arrivals(): Promise<readonly Arrival[]>;
  /** Registers something to undo at the end, the last first. */
  atEnd(undo: () => Promise<unknown>): void;
  /** Milliseconds between two looks. */
  readonly pauseMs: number;
  /**
   * Milliseconds within which changes of rules, targets, destinations and connections are assumed
   * to take effect.
   */
  readonly settlingMs: number;
}
