import { jest } from '@jest/globals';

/** What is written to the standard output and error of this process while `act` runs. */
export const writtenBy = async (act: () => Promise<unknown>): Promise<readonly string[]> => {
  const written: string[] = [];
  const note = (chunk: unknown): true => written.push(String(chunk)) > 0 || true;
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(note as never));
  try {
    await act();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return written.flatMap((text) => text.split('\n')).filter((line) => line !== '');
};
