import { SLICES } from '../../functions/operations.ts';
import { codeSamples } from '../../tools/samples/code-samples.ts';
import { pathIds } from '../../tools/samples/path-ids.ts';
import { type SampledOperation, sampledOperations } from '../../tools/samples/sampled-operations.ts';
import type { Api, Call } from '../integration/api.ts';
import { validRequests } from '../integration/valid-requests.ts';
import { deliveryEnvironment } from '../integration/webhook-samples.ts';
import { openScene } from '../support/authorisation-scene.ts';
import { startFakeAws } from '../support/fake-aws.ts';
import { type HttpApi, startHttpApi } from './http-api.ts';

/** A sample that is to be run, with what its request needs there and in the environment. */
export interface SampleRun {
  readonly operationId: string;
  readonly source: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Starts the handlers with all that any of them calls. */
export const startSampleApi = async (): Promise<HttpApi> => {
  const aws = await startFakeAws();
  const api = await startHttpApi({ ...deliveryEnvironment, ...aws.environment });
  return { ...api, stop: async () => void (await Promise.all([api.stop(), aws.stop()])) };
};

/** Makes what a request of every operation needs, and its sample for a language, with its body. */
export const sampleRuns = async (api: Api, label: string): Promise<readonly SampleRun[]> => {
  const requests = validRequests(api, await openScene(api));
  const runs: SampleRun[] = [];
  for (const [operationId, operation] of sampledOperations(SLICES)) {
    const call = await requests[operationId]?.();
    if (!call) throw new Error(`no valid request is known of ${operationId}`);
    const { body: _, ...without } = operation;
    const sampled: SampledOperation = { ...without, ...(call.body !== undefined && { body: call.body }) };
    const source = codeSamples(sampled).find((sample) => sample.label === label)?.source ?? '';
    runs.push({ operationId, source, variables: variablesOf(operation, call) });
  }
  return runs;
};

const variablesOf = ({ contract }: SampledOperation, { path }: Call): Readonly<Record<string, string>> => {
  const values = new RegExp(`^${contract.path.replaceAll(/\{\w+\}/g, '([^/]+?)')}$`).exec(path)?.slice(1) ?? [];
  return Object.fromEntries(pathIds(contract).map(({ variable }, index) => [variable, values[index] ?? '']));
};
