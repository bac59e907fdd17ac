import { readUrl } from './api-options.ts';
import { installationOf, readOutput } from './installation.ts';

/** An installation whose API is called. */
export interface Deployed {
  readonly stage: string;
  readonly name: string;
}

/** The options that name such an installation, where `--name` is something else. */
export const DEPLOYED = {
  stage: { value: '<stage>', help: 'the stage of a deployed installation, such as prod' },
  installation: { value: '<name>', help: 'its name, where it is not tenantry' },
} as const;

/** Reads these options. @throws {UsageError} */
export const deployedOf = (stage: string | undefined, installation: string | undefined): Deployed | undefined => {
  installationOf({ stage, name: installation });
  return stage === undefined ? undefined : { stage, name: installation ?? 'tenantry' };
};

interface Located {
  readonly url: string;
  readonly deployed?: Deployed;
}

/** Fills in the address of a deployed API where none is given, from the outputs of its stack. */
export const locate = async <O extends Located>(options: O): Promise<O> => {
  const { url, deployed } = options;
  if (url !== '' || deployed === undefined) return options;
  return { ...options, url: readUrl(await readOutput(`${deployed.name}-${deployed.stage}`, 'Api', 'ApiUrl')) };
};
