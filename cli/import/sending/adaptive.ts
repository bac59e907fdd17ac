import { isTransient } from '../../shared/api-request.ts';
import type { Answer } from '../batch-answer.ts';
import type { PostBatch } from '../batch-route.ts';

/**
 * Lets as many requests run at once as the API takes, at most `most`: half as many after an answer
 * that there are too many, and slowly more while all is well (additive increase, multiplicative
 * decrease).
 */
export const adaptive = (post: PostBatch, most: number): PostBatch => {
  let window = most;
  let running = 0;
  let sent = 0;
  let lastAtDecrease = 0;
  const waiting: (() => void)[] = [];

  const enter = async (): Promise<void> => {
    if (running >= Math.floor(window)) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  };
  const leave = (): void => {
    running -= 1;
    while (waiting.length > 0 && running < Math.floor(window)) {
      running += 1;
      waiting.shift()?.();
    }
  };
  const adapt = (number: number, answer: Answer): void => {
    if (!isBusy(answer)) window = Math.min(most, window + 1 / window);
    // The requests that were under way at the last decrease say the same once more.
    else if (number > lastAtDecrease) {
      window = Math.max(1, window / 2);
      lastAtDecrease = sent;
    }
  };

  return async (rows, token) => {
    await enter();
    sent += 1;
    const number = sent;
    try {
      const answer = await post(rows, token);
      adapt(number, answer);
      return answer;
    } finally {
      leave();
    }
  };
};

const isBusy = (answer: Answer): boolean =>
  'results' in answer ? answer.results.some(({ status }) => isTransient(status)) : answer.status === 0 || isTransient(answer.status);
