import { step } from '../../cli/shared/step.ts';

const output = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, write: (text: string) => written.push(text), all: () => written.join('') };
};

test('a step is said when it begins, and with its seconds when it is done', async () => {
  const there = output(false);
  expect(await step('Working', async () => 7, there, (result) => `Worked on ${result}`)).toBe(7);
  expect(there.all()).toMatch(/^Working …\nWorked on 7: \d+\.\d s\n$/);
});

test('on a terminal its one line is redrawn', async () => {
  const there = output(true);
  await step('Working', async () => undefined, there);
  expect(there.all()).toMatch(/^Working …\r\u001b\[KWorking: \d+\.\d s\n$/);
});

test('a step that fails has no end, and its error is handed on', async () => {
  const there = output(false);
  await expect(step('Working', () => Promise.reject(new Error('it broke')), there)).rejects.toThrow('it broke');
  expect(there.all()).toBe('Working …\n');
});
