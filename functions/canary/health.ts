import { signalWithin } from '../shared/base/deadline.ts';
import { httpGet } from '../shared/base/http-get.ts';

const PATH = '/healthz';
const ANSWER_MS = 5000;

/**
 * Reads whether the API at an address is up, as any client can.
 * @throws {Error} that names the path, and has what went wrong as its cause
 */
export const requireHealth = async (address: string): Promise<void> => {
  try {
    await httpGet(new URL(`${address}${PATH}`), signalWithin(ANSWER_MS));
  } catch (cause) {
    throw new Error(`GET ${PATH} failed: ${(cause as Error).message}`, { cause });
  }
};
