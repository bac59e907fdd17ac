import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Teardown } from '@tenantry/cdk-local/base/teardown.ts';
import type { UserPoolOutputs } from '../cli/shared/user-pool.ts';
import { type Adaptation, ledOutside } from './adaptations.ts';
import { makeCertificate } from './certificate.ts';
import { installEmulator, NoEmulatorError, startEmulator } from './emulator.ts';
import { REGION, refusal, type Target } from './environment.ts';
import { forwardTo } from './forward.ts';
import { openOutside } from './outside.ts';
import { ISSUER_CONTEXT, ISSUER_HOST, type OwnIssuer, ownIssuer } from './own-issuer.ts';
import type { Protocol } from './protocol.ts';
import type { TokenRequest } from './token-desk.ts';
import { poolTokens } from './user-pool.ts';

type Variables = Readonly<Record<string, string>>;

/** The emulator, and what is around it. */
export interface World {
  readonly target: Target;
  /** Whether the emulator was started here: with IAM enforced, and its own calls led outside. */
  readonly isOwn: boolean;
  readonly adaptations: readonly Adaptation[];
  /** What leads a process to the outside world that the suite plays. */
  readonly outside: Variables;
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

/** Which emulator, and what that means for the configuration of the stage `dev`, as `-c` options. */
export interface Plan {
  /** The address of a running one; one is started when absent. */
  readonly given?: string;
  readonly context: readonly string[];
}

// An emulator's rules take effect at once.
const SETTLED_SOON = ['tenantry:webhookSettleSeconds=1'] as const;

/** Plans for the emulator that AWS_ENDPOINT_URL names, if it does: the functions of a running one cannot be led to its Cognito. @throws unless it is on loopback */
export const planOf = (given: string | undefined): Plan => {
  if (!given) return { context: SETTLED_SOON };
  const reason = refusal(given);
  if (reason !== undefined) throw new Error(reason);
  return { given, context: [...ISSUER_CONTEXT, ...SETTLED_SOON] };
};

/** Opens the world around an emulator. */
export const openWorld = async ({ given }: Plan, directory: string, protocol: Protocol, opened: Teardown): Promise<World> => {
  const certificate = await makeCertificate(directory, NAMES).catch((error: unknown) => {
    throw new NoEmulatorError(`no certificate can be made with openssl: ${String(error)}`);
  });
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificate.certificate, 'utf8')]);
  if (given !== undefined) return around(given, await ownIssuer());

  let endpoint = '';
  const { environment: outside } = await opened.own(
    openOutside(
      (host) => (/\.(amazonaws\.com|amazoncognito\.com|execute-api\.localhost)$/.test(host) ? forwardTo(endpoint) : undefined),
      certificate,
    ),
  );
  const program = await installEmulator(directory);
  protocol.note('MiniStack is installed');
  const options = { program, directory, region: REGION, certificate, outside };
  ({ endpoint } = await protocol.step('MiniStack started', () => opened.own(startEmulator(options))));
  const target = { endpoint, region: REGION, certificate: certificate.certificate };
  return {
    ...{ target, outside, isOwn: true, adaptations: [] },
    tokens: (outputs, environment) => poolTokens(target, outputs as Variables & UserPoolOutputs, environment),
  };

  async function around(url: string, issuer: OwnIssuer): Promise<World> {
    const { environment } = await opened.own(openOutside((host) => (host === ISSUER_HOST ? issuer.site : undefined), certificate));
    const trusted = process.env.AWS_CA_BUNDLE;
    return {
      target: { endpoint: url, region: REGION, ...(trusted !== undefined && { certificate: trusted }) },
      ...{ outside: environment, isOwn: false, adaptations: [ledOutside(environment)] },
      tokens: () => issuer.issue,
    };
  }
};
