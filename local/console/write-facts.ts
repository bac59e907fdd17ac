import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DatabaseCallReport } from '@tenantry/cdk-local/runtime-options';
import { MASK, maskValue } from './mask.ts';
import type { WriteFacts, WriteStep } from './steps.ts';

type Attributes = Record<string, AttributeValue>;

/** One write, as the calls of DynamoDB have it. */
interface Write {
  readonly Key?: Attributes;
  readonly Item?: Attributes;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
}

interface Refusal {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

const SINGLE: Readonly<Record<string, string>> = { PutItem: 'Put', UpdateItem: 'Update', DeleteItem: 'Delete' };

/** The outcome of a call, and its writes. */
export type CallFacts = Pick<
  WriteStep,
  'operation' | 'outcome' | 'writes' | 'eventIds' | 'error' | 'eventId' | 'requestId' | 'tenant' | 'event'
>;

/**
 * Returns the facts of a call that writes or that failed; undefined for a read that succeeded.
 */
export const callFacts = ({ operation, input, status, refusal }: DatabaseCallReport): CallFacts | undefined => {
  const writes = writesOf(operation, input);
  if (writes.length === 0 && status < 400) return undefined;
  const { __type = '', message, Message, CancellationReasons = [] } = (refusal ?? {}) as Refusal;
  const name = __type.slice(__type.indexOf('#') + 1);
  const conditions = CancellationReasons.map(({ Code }) => Code);
  const isRefused = name === 'ConditionalCheckFailedException' || conditions.includes('ConditionalCheckFailed');
  return {
    operation,
    outcome: status < 400 ? 'committed' : isRefused ? 'refused' : 'failed',
    writes: writes.map(([action, write], at) => factsOf(action, write, failureAt(conditions, at, name))),
    eventIds: writes.flatMap(([, { Item }]) => Item?.metadata?.M?.eventId?.S ?? []),
    ...(status >= 400 && { error: `${name}: ${message ?? Message ?? ''}` }),
    ...originIn(writes.map(([, write]) => write)),
  };
};

const failureAt = (conditions: readonly (string | undefined)[], at: number, name: string): string | undefined => {
  if (conditions.length === 0) return name === 'ConditionalCheckFailedException' ? 'ConditionalCheckFailed' : undefined;
  return conditions[at] === 'None' ? undefined : conditions[at];
};

const writesOf = (operation: string, input: unknown): readonly (readonly [action: string, write: Write])[] => {
  const single = SINGLE[operation];
  if (single !== undefined) return [[single, input as Write]];
  if (operation !== 'TransactWriteItems') return [];
  const { TransactItems = [] } = input as { readonly TransactItems?: readonly Readonly<Record<string, Write>>[] };
  return TransactItems.flatMap((item) => Object.entries(item));
};

const factsOf = (action: string, write: Write, failed: string | undefined): WriteFacts => {
  const { Key, Item, ConditionExpression, UpdateExpression } = write;
  return {
    action,
    key: keyOf(Key ?? Item ?? {}),
    ...(ConditionExpression && { condition: readable(ConditionExpression, write) }),
    ...(UpdateExpression && { update: readable(UpdateExpression, write) }),
    ...(Item && { item: maskValue(unmarshall(Item)) }),
    ...(failed !== undefined && { failed }),
  };
};

const keyOf = ({ pk, sk }: Attributes): string => [pk?.S, sk?.S].filter((part) => part !== undefined).join('  ');

/** Puts names and values into an expression; a value under the name of a secret is masked. */
const readable = (expression: string, { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Write): string => {
  const plain = unmarshall(values);
  const named = expression.replace(/#\w+/g, (name) => names[name] ?? name);
  const isSecret = /password|secret|token|hash|phrase/i.test(named);
  return named.replace(/:\w+/g, (name) => (name in plain ? JSON.stringify(isSecret ? MASK : maskValue(plain[name])) : name));
};

/** Returns what the event among the writes says about their origin. */
const originIn = (writes: readonly Write[]): Pick<CallFacts, 'eventId' | 'requestId' | 'tenant' | 'event'> => {
  const item = writes.find(({ Item }) => Item?.metadata?.M?.eventId !== undefined)?.Item;
  const [metadata, payload] = [item?.metadata?.M, item?.payload?.M];
  return Object.fromEntries(
    Object.entries({
      ...{ eventId: metadata?.eventId?.S, requestId: metadata?.requestId?.S, tenant: metadata?.tenant?.S },
      event: payload?.event?.S,
    }).filter(([, value]) => value !== undefined),
  );
};
