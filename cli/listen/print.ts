import { styleText } from 'node:util';
import { printable } from '../shared/printable.ts';

/** A webhook as it arrived, and whether it is what the installation published. */
export interface Received {
  readonly at: Date;
  readonly id: string;
  readonly event: string;
  readonly attempt: number;
  readonly answer: number;
  /** `undefined` when its signature is right; else what is wrong with it. */
  readonly fault: string | undefined;
  readonly body: unknown;
}

/** Formats a webhook in a few lines for people: time, event, verification, answer and body. */
export const formatPretty = ({ at, id, event, attempt, answer, fault, body }: Received): string => {
  const verdict = fault === undefined ? styleText('green', 'signature ok') : styleText('red', printable(fault));
  const again = attempt > 1 ? styleText('yellow', `  attempt ${attempt}`) : '';
  const answered = styleText(answer < 300 ? 'green' : 'red', String(answer));
  const head = `${at.toISOString().slice(11, 23)}  ${styleText('bold', printable(event))}  ${answered}  ${verdict}${again}`;
  const lines = JSON.stringify(body, null, 2).split('\n');
  return [head, styleText('dim', `              ${printable(id)}`), ...lines.map((line) => `  ${printable(line, line.length)}`), ''].join(
    '\n',
  );
};

/** Formats a webhook as one line for programs. */
export const formatLine = ({ at, ...received }: Received): string => {
  const line = JSON.stringify({ at: at.toISOString(), ...received });
  // JSON.stringify leaves some control characters as they are.
  return printable(line, line.length);
};
