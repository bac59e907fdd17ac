import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Teardown } from '@tenantry/cdk-local/base/teardown';
import type { UserPoolOutputs } from '../cli/shared/user-pool.ts';
import { type Adaptation, leadToNetwork } from './adaptations.ts';
import { makeCertificate } from './certificate.ts';
import { installEmulator, NoEmulatorError, startEmulator } from './emulator.ts';
import { forwardTo } from './forward.ts';
import { createIssuer, ISSUER_CONTEXT, ISSUER_HOST, type Issuer } from './issuer.ts';
import { openNetwork } from './network.ts';
import type { Report } from './report.ts';
import { REGION, reasonToRefuse, type Target } from './target.ts';
import type { TokenRequest } from './token-server.ts';
import { userPoolTokens } from './user-pool.ts';

type Variables = Readonly<Record<string, string>>;

/** The emulator, and what is around it. */
export interface Environment {
  readonly target: Target;
  /** Whether the emulator was started here: with IAM enforced, and its own calls led outside. */
  readonly isOwn: boolean;
  readonly adaptations: readonly Adaptation[];
  /** The variables that lead a process to the network that the suite plays. */
  readonly network: Variables;
  /** Gets tokens of the deployment with these outputs, by commands with this environment. */
  tokens(outputs: Variables, environment: Variables): (request: TokenRequest) => Promise<string>;
}

const NAMES = [
  'localhost',
  '*.example.com',
  `cognito-idp.${REGION}.amazonaws.com`,
  `*.auth.${REGION}.amazoncognito.com`,
  '*.execute-api.localhost',
];

/** The emulator, and what it means for the configuration of the stage `dev`, as `-c` options. */
export interface Plan {
  /** The address of a running one; one is started when absent. */
  readonly given?: string;
  /** The folder that one is installed in; the folder of the run when absent. */
  readonly installation?: string | undefined;
  readonly context: readonly string[];
}

// An emulator's rules take effect at once.
const SETTLED_SOON = ['tenantry:webhookSettleSeconds=1'] as const;

/**
 * Plans for the emulator that AWS_ENDPOINT_URL names, if any. The functions of a running one cannot
 * be led to its Cognito.
 * @throws unless it is on loopback
 */
export const planFor = (given: string | undefined, installation?: string): Plan => {
  if (!given) return { context: SETTLED_SOON, installation };
  const reason = reasonToRefuse(given);
  if (reason !== undefined) throw new Error(reason);
  return { given, context: [...ISSUER_CONTEXT, ...SETTLED_SOON] };
};

/** Opens the environment around an emulator. */
export const openEnvironment = async (
  { given, installation }: Plan,
  directory: string,
  report: Report,
  opened: Teardown,
): Promise<Environment> => {
  const certificate = await makeCertificate(directory, NAMES).catch((error: unknown) => {
    throw new NoEmulatorError(`no certificate can be made with openssl: ${String(error)}`);
  });
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificate.certificate, 'utf8')]);
  if (given !== undefined) return useRunning(given, await createIssuer());

  let endpoint = '';
  const { environment: network } = await opened.own(
    openNetwork(
      (host) => (/\.(amazonaws\.com|amazoncognito\.com|execute-api\.localhost)$/.test(host) ? forwardTo(endpoint) : undefined),
      certificate,
    ),
  );
  const program = await installEmulator(installation ?? directory);
  report.note('MiniStack is installed');
  const options = { program, directory, region: REGION, certificate, network };
  ({ endpoint } = await report.step('MiniStack started', () => opened.own(startEmulator(options))));
  const target = { endpoint, region: REGION, certificate: certificate.certificate };
  return {
    ...{ target, network, isOwn: true, adaptations: [] },
    tokens: (outputs, environment) => userPoolTokens(target, outputs as Variables & UserPoolOutputs, environment),
  };

  async function useRunning(url: string, issuer: Issuer): Promise<Environment> {
    const { environment } = await opened.own(openNetwork((host) => (host === ISSUER_HOST ? issuer.site : undefined), certificate));
    const trusted = process.env.AWS_CA_BUNDLE;
    return {
      target: { endpoint: url, region: REGION, ...(trusted !== undefined && { certificate: trusted }) },
      ...{ network: environment, isOwn: false, adaptations: [leadToNetwork(environment)] },
      tokens: () => issuer.issue,
    };
  }
};
