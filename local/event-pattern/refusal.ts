import { AwsError } from '../aws-error.ts';

/** The error AWS answers for a pattern that it cannot compile. */
export const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
