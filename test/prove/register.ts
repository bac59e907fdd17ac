import type { Answer, Entry, Spec } from '../../prove/history/spec.ts';

/** A request to a register: a read is answered its value as the status. */
export type Input = { readonly kind: 'write'; readonly value: number } | { readonly kind: 'read' };

/** A register that begins with 0. */
export const register: Spec<number, Input> = {
  keyOf: String,
  step: (state, input, answer) => {
    if (input.kind === 'write') return { state: input.value };
    return answer?.status === state ? { state } : { refused: `${answer?.status} was read, and there was ${state}` };
  },
};

const done = (value: number): Answer => ({ status: value, body: {} });
const entry = (id: number, input: Input, from: number, to: number | undefined, value = 0): Entry<Input> => ({
  ...{ id, client: id, input, from, to },
  answer: to === undefined ? undefined : done(value),
});
export const write = (id: number, value: number, from: number, to?: number): Entry<Input> => entry(id, { kind: 'write', value }, from, to);
export const read = (id: number, value: number, from: number, to: number): Entry<Input> => entry(id, { kind: 'read' }, from, to, value);
