import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';

/**
 * Waits at the end of a test file for the threads that were ended in it. The check of templates
 * does not wait for its thread, whose schemas take a while to free: Jest gives a worker half a
 * second.
 */
export const waitForThreads = (): void => {
  const ended = jest.spyOn(Worker.prototype, 'terminate');
  afterAll(async () => void (await Promise.all(ended.mock.results.map(({ value }) => value as Promise<number>))));
};
