import { compilePattern, type EventTest } from '@tenantry/event-pattern/pattern';
import { InvalidEventPattern } from '@tenantry/event-pattern/refusal';
import { AwsError } from '../base/aws-error.ts';

/**
 * Compiles an event pattern.
 *
 * @throws {AwsError} `InvalidEventPatternException`, as EventBridge answers one that it does not
 * compile
 */
export const patternTest = (text: string): EventTest => {
  try {
    return compilePattern(text);
  } catch (error) {
    throw error instanceof InvalidEventPattern ? new AwsError(error.name, error.message) : error;
  }
};
