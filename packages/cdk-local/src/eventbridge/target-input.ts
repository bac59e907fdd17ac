import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../base/aws-error.ts';
import { fillTemplate } from './input-template.ts';
import { readPath } from './json-path.ts';
import type { EventEnvelope, Rule } from './resources.ts';

const reserved = (event: EventEnvelope, rule: Pick<Rule, 'name' | 'arn'>): Readonly<Record<string, unknown>> => {
  const { detail: _, ...withoutDetail } = event;
  return {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': event.time,
    'aws.events.event': withoutDetail,
    'aws.events.event.json': event,
  };
};

const transformed = (
  transformer: NonNullable<Target['InputTransformer']>,
  event: EventEnvelope,
  rule: Pick<Rule, 'name' | 'arn'>,
): string => {
  const paths = Object.entries(transformer.InputPathsMap ?? {});
  const values = Object.fromEntries(paths.map(([name, path]) => [name, readPath(path, event)]));
  return fillTemplate(transformer.InputTemplate ?? '', { ...values, ...reserved(event, rule) });
};

/**
 * Returns a target's input: the event, its `Input`, the part at its `InputPath` (`null` when
 * absent) or its filled template; throws `INVALID_JSON`.
 */
export const targetInput = (target: Target, event: EventEnvelope, rule: Pick<Rule, 'name' | 'arn'>): string => {
  if (target.Input !== undefined) return target.Input;
  if (target.InputTransformer !== undefined) return transformed(target.InputTransformer, event, rule);
  return JSON.stringify(target.InputPath === undefined ? event : (readPath(target.InputPath, event) ?? null));
};

/** Decodes what a target receives; a plain-text template stays a string. */
export const decodedInput = (input: string): unknown => {
  try {
    return JSON.parse(input);
  } catch (cause) {
    throw new AwsError('INVALID_JSON', `The transformed input is not valid JSON: ${String(cause)}`);
  }
};
