import type { Tenant } from '../scene.ts';

/** A defect in a log: lines of the level ERROR, and what the platform adds. */
const DEFECT = /"level":"(?:ERROR|FATAL)"|Unhandled|uncaughtException|^\s*at /;

/** The lines by which the API says that it was overloaded: the request was repeated. */
const OVERLOAD = /"code":"(?:contention|dependency-unavailable)"/;

/** Returns the lines that tell of a defect, and those that name a person or a secret. */
export const logFaults = (lines: readonly string[], tenants: readonly Tenant[]): readonly string[] => {
  const secrets = tenants.flatMap(({ mark, secrets: held }) => [mark, ...held]);
  return lines.flatMap((line) => {
    const named = secrets.find((secret) => line.includes(secret));
    return [
      ...(DEFECT.test(line) && !OVERLOAD.test(line) ? [`a defect: ${line}`] : []),
      ...(named === undefined ? [] : [`names ${named}: ${line}`]),
      ...(/Bearer ey|Basic [A-Za-z0-9]{12}/.test(line) ? [`has credentials: ${line}`] : []),
    ].map((fault) => fault.slice(0, 2_000));
  });
};
