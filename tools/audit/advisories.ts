import type { Accepted } from './accepted.ts';

/** What `npm audit --json` prints: a report (version 2), or what went wrong. */
export type AuditAnswer = AuditReport | { readonly message: string; readonly statusCode?: number };

export interface AuditReport {
  readonly auditReportVersion: number;
  readonly vulnerabilities: Readonly<Record<string, { readonly via: readonly (string | Via)[] }>>;
}

interface Via {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly severity: string;
}

export interface Advisory {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly packages: readonly string[];
}

export const isReport = (answer: AuditAnswer): answer is AuditReport => 'auditReportVersion' in answer;

/** The vulnerabilities of a report, each once; what is only vulnerable by what it depends on is not one of its own. */
export const advisoriesIn = ({ vulnerabilities }: AuditReport): readonly Advisory[] => {
  const found = Object.values(vulnerabilities).flatMap(({ via }) => via.filter((cause) => typeof cause === 'object'));
  return [...Map.groupBy(found, ({ url }) => url)].map(([url, causes]) => ({
    id: url.slice(url.lastIndexOf('/') + 1),
    title: causes[0]?.title ?? '',
    severity: causes[0]?.severity ?? '',
    packages: [...new Set(causes.map(({ name }) => name))],
  }));
};

/** Which vulnerabilities fail, which pass, and what was accepted that is over or that nothing is found of any more. `today` is `2026-12-31`. */
export const verdictOn = (advisories: readonly Advisory[], accepted: readonly Accepted[], today: string) => {
  const holds = accepted.filter(({ until }) => until >= today);
  const isFailing = ({ id, severity }: Advisory) => ['high', 'critical'].includes(severity) && !holds.some((one) => one.id === id);

  return {
    failing: advisories.filter(isFailing),
    passed: advisories.filter((advisory) => !isFailing(advisory)),
    stale: accepted.filter(({ id, until }) => until < today || !advisories.some((advisory) => advisory.id === id)),
  };
};
