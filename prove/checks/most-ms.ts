import { OPERATIONS } from '../../functions/operations.ts';

/** The time of a function, unless its operation says another. */
const SECONDS = 10;
/** The time that the start of a function may add on a busy machine. */
const COLD_START_MS = 10_000;
/** The gateway ends what takes 30 seconds; a busy machine measures some more. */
const GATEWAY_MS = 32_000;

const SLOWER = OPERATIONS.flatMap(({ contract: { path }, timeoutSeconds }) =>
  timeoutSeconds === undefined ? [] : [{ pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), timeoutSeconds }],
);

/** Returns the milliseconds in which a request to a path has to be answered. */
export const mostMsOf = (path: string): number => {
  const address = path.replace(/\?.*$/s, '').replaceAll(/%3a/gi, ':');
  const { timeoutSeconds = SECONDS } = SLOWER.find(({ pattern }) => pattern.test(address)) ?? {};
  return Math.min(GATEWAY_MS, timeoutSeconds * 1000 + COLD_START_MS);
};
