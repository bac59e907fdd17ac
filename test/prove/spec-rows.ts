import { type Answer, codeOf, type Spec } from '../../prove/history/spec.ts';

/** A request and its answer; undefined when it was not answered. */
export type Told<Input> = readonly [input: Input, answer: Answer | undefined];

/** A request after others that have to be accepted: answered so it is refused, otherwise not. */
export interface Row<Input> {
  readonly what: string;
  readonly before?: readonly Told<Input>[];
  readonly refuses: Told<Input>;
  /** A part of the reason why. */
  readonly why: string;
  readonly accepts: Told<Input>;
}

export const ok = (status: number, body: Answer['body'] = {}): Answer => ({ status, body });
export const problem = (status: number, code: string, more: object = {}): Answer => ({ status, body: { code, ...more } });

/** Makes a test of each row of a specification. */
export const testRows = <State, Input>(name: string, spec: Spec<State, Input>, initial: State, rows: readonly Row<Input>[]): void => {
  const refusalOf = (told: readonly Told<Input>[]): string | undefined => {
    let state = initial;
    for (const [input, answer] of told) {
      const step = spec.step(state, input, answer);
      if ('refused' in step) return `${step.refused} (${answer && codeOf(answer)})`;
      state = step.state;
    }
    return undefined;
  };
  test.each(rows)(`${name}: $what`, ({ before = [], refuses, why, accepts }) => {
    expect(refusalOf([...before, accepts])).toBeUndefined();
    expect(refusalOf([...before, refuses])).toContain(why);
  });
};
