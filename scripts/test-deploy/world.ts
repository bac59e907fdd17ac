import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Teardown } from '../../local/teardown.ts';
import { type Adaptation, ledOutside } from './adaptations.ts';
import { makeCertificate } from './certificate.ts';
import { installEmulator, startEmulator } from './emulator.ts';
import { refusal, type Target } from './environment.ts';
import { forwardTo } from './forward.ts';
import { openOutside } from './outside.ts';
import { ownIssuer } from './own-issuer.ts';
import type { Protocol } from './protocol.ts';
import type { TokenRequest } from './token-desk.ts';
import { type PoolOutputs, poolTokens } from './user-pool.ts';

type Variables = Readonly<Record<string, string>>;

/** The emulator, and what is around it. */
export interface World {
  readonly target: Target;
  /** Whether the emulator was started here: with IAM enforced, and its own calls led outside. */
  readonly isOwn: boolean;
  /** The configuration, as `-c` options; empty for what tenantry.config.ts says of the stage `dev`. */
  readonly context: readonly string[];
  readonly adaptations: readonly Adaptation[];
  /** What leads a process to the outside world that the suite plays. */
  readonly outside: Variables;
  /** Gets tokens of the deployment with these outputs, by commands with this environment. */
  tokens(outputs: Variables, environment: Variables): (request: TokenRequest) => Promise<string>;
}

const REGION = 'eu-west-1';
const ISSUER = 'identity.example.com';
const NAMES = ['localhost', '*.example.com', `cognito-idp.${REGION}.amazonaws.com`, `*.auth.${REGION}.amazoncognito.com`];

/** Opens the world around the emulator that AWS_ENDPOINT_URL names, or around one of its own. */
export const openWorld = async (directory: string, protocol: Protocol, opened: Teardown): Promise<World> => {
  const certificate = await makeCertificate(directory, NAMES);
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificate.certificate, 'utf8')]);
  const given = process.env.AWS_ENDPOINT_URL;
  if (given !== undefined) return around(given, await ownIssuer(ISSUER));

  let endpoint = '';
  const { environment: outside } = await opened.own(
    openOutside((host) => (/\.(amazonaws|amazoncognito)\.com$/.test(host) ? forwardTo(endpoint) : undefined), certificate),
  );
  const program = await protocol.step('MiniStack installed', () => installEmulator(directory));
  const options = { program, directory, region: REGION, certificate, outside };
  ({ endpoint } = await protocol.step('MiniStack started', () => opened.own(startEmulator(options))));
  const target = { endpoint, region: REGION, certificate: certificate.certificate };
  return {
    ...{ target, outside, isOwn: true, context: [], adaptations: [] },
    tokens: (outputs, environment) => poolTokens(target, outputs as Variables & PoolOutputs, environment),
  };

  // The functions of an emulator that is running already are led to an issuer of the suite's own by their environment; its Cognito they cannot be led to.
  async function around(url: string, issuer: Awaited<ReturnType<typeof ownIssuer>>): Promise<World> {
    const reason = refusal(url);
    if (reason !== undefined) throw new Error(reason);
    const { environment } = await opened.own(openOutside((host) => (host === ISSUER ? issuer.site : undefined), certificate));
    const trusted = process.env.AWS_CA_BUNDLE;
    return {
      target: { endpoint: url, region: REGION, ...(trusted !== undefined && { certificate: trusted }) },
      ...{ outside: environment, isOwn: false, context: issuer.context, adaptations: [ledOutside(environment)] },
      tokens: () => issuer.issue,
    };
  }
};
