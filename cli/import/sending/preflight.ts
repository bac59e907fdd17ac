import { randomUUID } from 'node:crypto';
import type { PostBatch } from '../batch-route.ts';
import { ImportHalted } from '../import-halted.ts';
import type { ResultLine } from '../result-line.ts';
import type { Row } from '../row.ts';
import { type SenderDeps, sendRows } from '../sender.ts';

/** The name of the organization that a preflight asks for. */
export const PREFLIGHT_NAME = 'Preflight of an import';

/**
 * Asks for a dry run of one row: the API must answer, the token must be allowed to do this, and the
 * reseller must be there.
 * @throws {ImportHalted} when one of them is not so; nothing was sent
 */
export const preflight = async (post: PostBatch, deps: Omit<SenderDeps, 'post' | 'record'>): Promise<void> => {
  const lines: ResultLine[] = [];
  await sendRows([rowOf()], { ...deps, post, record: (more) => void lines.push(...more) });
  // What is wrong with this very row is not wrong with others, except its reseller.
  const [{ status = 0, code, detail } = {}] = lines as readonly Partial<ResultLine>[];
  if (status === 404) throw new ImportHalted(`The API answered ${status} ${code}: ${detail}`);
};

const rowOf = (): Row => {
  const externalId = `preflight-${randomUUID()}`;
  const text = JSON.stringify({ name: PREFLIGHT_NAME, email: 'preflight@example.com', allowedUsers: 1, externalId });
  return { line: 0, end: 0, key: externalId, text, bytes: Buffer.byteLength(text) };
};
