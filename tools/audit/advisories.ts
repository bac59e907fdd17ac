import type { Accepted } from './accepted.ts';

/** The output of `npm audit --json`: a report (version 2), or an error. */
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

/**
 * Lists the vulnerabilities of a report, each once, without packages that are only vulnerable by a
 * dependency.
 */
export const listAdvisories = ({ vulnerabilities }: AuditReport): readonly Advisory[] => {
  const found = Object.values(vulnerabilities).flatMap(({ via }) => via.filter((cause) => typeof cause === 'object'));
  return [...Map.groupBy(found, ({ url }) => url)].map(([url, causes]) => ({
    id: url.slice(url.lastIndexOf('/') + 1),
    title: causes[0]?.title ?? '',
    severity: causes[0]?.severity ?? '',
    packages: [...new Set(causes.map(({ name }) => name))],
  }));
};

/**
 * Returns which vulnerabilities fail, which pass, and which acceptances are over or needless.
 * `today` is like `2026-12-31`.
 */
export const judge = (advisories: readonly Advisory[], ACCEPTED: readonly Accepted[], today: string) => {
  const holds = ACCEPTED.filter(({ until }) => until >= today);
  const isFailing = ({ id, severity }: Advisory) => ['high', 'critical'].includes(severity) && !holds.some((one) => one.id === id);

  return {
    failing: advisories.filter(isFailing),
    passed: advisories.filter((advisory) => !isFailing(advisory)),
    stale: ACCEPTED.filter(({ id, until }) => until < today || !advisories.some((advisory) => advisory.id === id)),
  };
};
