import type { Failure } from './outcome.ts';
import type { EventEnvelope } from './resources.ts';

/** Queues that EventBridge can send to, by ARN; `send` throws when the queue does not exist. */
export type QueueSender = {
  send(
    arn: string,
    message: {
      readonly body: string;
      readonly attributes?: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
    },
  ): unknown;
};

type DeadLetter = {
  readonly event: EventEnvelope;
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly failure: Failure;
  readonly retries: number;
  readonly exhausted: string | undefined;
};

// Message attributes as "Using dead-letter queues" of the EventBridge user guide names them.
const attributes = ({ ruleArn, targetArn, failure, retries, exhausted }: DeadLetter): Record<string, string> => ({
  RULE_ARN: ruleArn,
  TARGET_ARN: targetArn,
  ERROR_CODE: failure.code,
  ERROR_MESSAGE: failure.message,
  ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
  ...(retries + Number(exhausted !== undefined) > 0 && { RETRY_ATTEMPTS: String(retries) }),
});

/**
 * Puts the original event on a dead-letter queue with AWS's message attributes; throws when the
 * queue does not exist.
 */
export const sendDeadLetter = (queues: QueueSender, queueArn: string, deadLetter: DeadLetter): void => {
  const entries = Object.entries(attributes(deadLetter)).map(
    ([name, value]) => [name, { DataType: 'String', StringValue: value }] as const,
  );
  queues.send(queueArn, { body: JSON.stringify(deadLetter.event), attributes: Object.fromEntries(entries) });
};
