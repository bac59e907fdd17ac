import { curlSample } from './curl.ts';
import { pythonSample } from './python.ts';
import type { SampledOperation } from './sampled-operations.ts';
import { typescriptSample } from './typescript.ts';

/** A sample as `x-codeSamples` has it. */
export interface CodeSample {
  readonly lang: string;
  readonly label: string;
  readonly source: string;
}

/**
 * Creates the samples of an operation. They read the address, the token and every id from the
 * environment, so that each runs as it is.
 */
export const codeSamples = (operation: SampledOperation): readonly CodeSample[] => [
  { lang: 'shell', label: 'curl', source: curlSample(operation) },
  { lang: 'typescript', label: 'TypeScript client', source: typescriptSample(operation) },
  { lang: 'python', label: 'Python client', source: pythonSample(operation) },
];
