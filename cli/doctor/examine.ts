import { type Clients, openClients } from './aws/clients.ts';
import { type Installation, readInstallation } from './aws/installation.ts';
import { checkStacks, explainMissingStacks } from './aws/stacks.ts';
import { type Finding, skip } from './finding.ts';
import { openApi } from './http/api.ts';
import { httpChecks } from './http/plan.ts';
import type { DoctorOptions } from './options.ts';
import { awsChecks } from './plan.ts';
import { type Check, toFinding } from './run.ts';
import { tokenFor } from './token.ts';

interface Found {
  readonly finding: Finding;
  readonly clients?: Clients;
  readonly installation?: Installation;
}

/**
 * Finds the installation, and says what there is to check of it: its stacks, its API, and all that
 * is behind it.
 */
export const examine = async (options: DoctorOptions, document: object, now: Date): Promise<readonly Check[]> => {
  const { finding, clients, installation } = await find(options);
  const url = options.url ?? installation?.outputs.ApiUrl?.replace(/\/$/, '');
  const site = url === undefined ? undefined : { ...{ api: openApi(url), document, now: now.getTime() }, ...siteOf(options, url) };
  const account = clients && installation && { clients, installation, now };
  const reason = options.stage === undefined ? 'needs AWS: no --stage was given' : 'the stacks could not be read';
  return [{ name: 'stacks', look: async () => finding }, ...httpChecks(site, reason), ...awsChecks(account, reason)];
};

const siteOf = (options: DoctorOptions, url: string) => ({
  token: tokenFor(options, url),
  write: options.write,
  reseller: options.reseller,
});

const find = async ({ stage, name, region, profile }: DoctorOptions): Promise<Found> => {
  if (stage === undefined) return { finding: skip('needs AWS: no --stage was given') };
  const clients = openClients({ ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) });
  try {
    const installation = await readInstallation(clients.cloudFormation, name, stage);
    return { finding: checkStacks(installation), clients, installation };
  } catch (error) {
    const where = await clients.cloudFormation.config.region().catch(() => 'no Region');
    return { finding: explainMissingStacks(error, `${name}-${stage}`, where) ?? toFinding(error) };
  }
};
