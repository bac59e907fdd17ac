import { type AuditReport, judge, listAdvisories } from '../../tools/audit/advisories.ts';

const via = (id: string, severity: string, name: string) => ({
  name,
  title: `a fault of ${name}`,
  url: `https://github.com/advisories/${id}`,
  severity,
});
const report: AuditReport = {
  auditReportVersion: 2,
  vulnerabilities: {
    parser: { via: [via('GHSA-high', 'high', 'parser')] },
    reader: { via: ['parser', via('GHSA-high', 'high', 'parser')] },
    writer: { via: [via('GHSA-low', 'moderate', 'writer')] },
  },
};
const advisories = listAdvisories(report);
const ids = (found: readonly { readonly id: string }[]): readonly string[] => found.map(({ id }) => id);
const ACCEPTED = (id: string, until: string) => [{ id, reason: 'The part is not used.', until }];

it('a vulnerability is told once, with what it is of', () => {
  expect(advisories).toEqual([
    { id: 'GHSA-high', severity: 'high', title: 'a fault of parser', packages: ['parser'] },
    { id: 'GHSA-low', severity: 'moderate', title: 'a fault of writer', packages: ['writer'] },
  ]);
});

it.each([
  ['one of a high severity fails, a lesser one does not', [], ['GHSA-high'], []],
  ['one that is accepted passes, on the last day too', ACCEPTED('GHSA-high', '2026-11-25'), [], []],
  ['one whose acceptance is over fails', ACCEPTED('GHSA-high', '2026-11-24'), ['GHSA-high'], ['GHSA-high']],
  ['an acceptance that nothing is found of is told', ACCEPTED('GHSA-gone', '2099-01-01'), ['GHSA-high'], ['GHSA-gone']],
])('%s', (_, list, failing, stale) => {
  const verdict = judge(advisories, list, '2026-11-25');
  expect([ids(verdict.failing), ids(verdict.stale)]).toEqual([failing, stale]);
});
