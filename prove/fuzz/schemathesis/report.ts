interface Failure {
  readonly title: string;
  readonly count: number;
  readonly operations: readonly string[];
}

interface JsonReport {
  readonly exit_code: number;
  readonly operations: { readonly selected: number; readonly tested: number; readonly errored: number };
  readonly test_cases: { readonly generated: number; readonly errored: number };
  readonly failures: readonly Failure[];
  readonly errors: readonly unknown[];
}

/** The figures and failures of a report. */
export interface Report {
  readonly cases: number;
  readonly operations: number;
  readonly faults: readonly string[];
}

/** Reads the JSON report of a run. @throws {Error} when it tells of no test case */
export const readReport = (text: string): Report => {
  const { exit_code, operations, test_cases, failures, errors } = JSON.parse(text) as JsonReport;
  if (!(test_cases.generated > 0 && operations.tested > 0)) throw new Error('schemathesis has tried nothing');
  const faults = [
    ...failures.map(({ title, count, operations: of }) => `${title}: ${count} times, ${of.join(', ')}`),
    ...errors.map((error) => `error: ${JSON.stringify(error)}`),
  ];
  const unexplained = exit_code !== 0 && faults.length === 0 ? [`it ended with ${exit_code} and named no failure`] : [];
  return { cases: test_cases.generated, operations: operations.tested, faults: [...faults, ...unexplained] };
};
