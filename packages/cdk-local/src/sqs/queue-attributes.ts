/** Queue attributes by AWS's names; objects (a redrive policy from a template) are kept as JSON. */
export type QueueAttributes = Readonly<Record<string, string | number | boolean | object>>;

/** Settings of a queue in milliseconds where they are times. */
export type QueueSettings = {
  readonly visibilityMs: number;
  readonly delayMs: number;
  readonly retentionMs: number;
  readonly waitMs: number;
  readonly maximumBytes: number;
  readonly redrive: { readonly deadLetterArn: string; readonly maxReceiveCount: number } | undefined;
};

const DEFAULTS: Readonly<Record<string, string>> = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  MaximumMessageSize: '1048576',
};

/**
 * Every attribute as the string that GetQueueAttributes answers, with AWS's defaults for what is
 * absent.
 */
export const attributeStrings = (given: QueueAttributes): Readonly<Record<string, string>> => ({
  ...DEFAULTS,
  ...Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  ),
});

const redrivePolicy = (text: string | undefined): QueueSettings['redrive'] => {
  if (!text) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return { deadLetterArn: String(deadLetterTargetArn), maxReceiveCount: Number(maxReceiveCount) };
};

/** Reads the settings a queue runs by. */
export const readSettings = (strings: Readonly<Record<string, string>>): QueueSettings => {
  const number = (name: string): number => Number(strings[name]);
  return {
    visibilityMs: number('VisibilityTimeout') * 1000,
    delayMs: number('DelaySeconds') * 1000,
    retentionMs: number('MessageRetentionPeriod') * 1000,
    waitMs: number('ReceiveMessageWaitTimeSeconds') * 1000,
    maximumBytes: number('MaximumMessageSize'),
    redrive: redrivePolicy(strings.RedrivePolicy),
  };
};
