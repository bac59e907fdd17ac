import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { storedFaults } from '../checks/stored.ts';
import type { Violation } from '../shared/part.ts';
import { logFaults } from './answer/logged.ts';
import { runSchemathesis, type Tried } from './schemathesis/run.ts';
import type { Target } from './target/target.ts';

interface DocumentOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly folder: string;
}

/** Has schemathesis try a target as the operator, and looks at what that left behind. */
export const proveDocument = async (target: Target, { seed, seconds, folder }: DocumentOptions): Promise<Tried> => {
  const authorization = `Bearer ${await target.token({ permissions: PERMISSIONS })}`;
  const tried = await runSchemathesis({ url: target.url, authorization, seed, seconds, folder });
  if ('notRun' in tried) return tried;
  const promises: Readonly<Record<string, readonly string[]>> = {
    'what schemathesis stores is valid': storedFaults(await target.items()),
    'logs tell schemathesis of no defect': logFaults(target.logs(), []),
  };
  const more = Object.entries(promises).flatMap(([promise, faults]): readonly Violation[] =>
    faults.slice(0, 5).map((detail) => ({ promise, detail, evidence: { seed, ofItsKind: faults.length } })),
  );
  return { ...tried, violations: [...tried.violations, ...more] };
};
