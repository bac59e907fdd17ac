/** The first part of the hosts of a service, and which of them are exceptions. */
export interface HostRules {
  readonly prefix: string;
  /** Whether a region's host is a FIPS host without saying so in its name. */
  readonly isFips?: (region: string, isDualStack: boolean) => boolean;
  /** Whether a region's host is dual-stack without another domain. */
  readonly isDualStack?: (region: string, isFips: boolean) => boolean;
}

/** The domains of a partition: the usual one, and that of dual-stack hosts. */
const DOMAINS: readonly (readonly [regions: RegExp, usual: string, dualStack: string])[] = [
  [/^cn-/, 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
  [/^eusc-/, 'amazonaws.eu', 'api.amazonwebservices.eu'],
  [/^us-iso-/, 'c2s.ic.gov', 'api.aws.ic.gov'],
  [/^us-isob-/, 'sc2s.sgov.gov', 'api.aws.scloud'],
  [/^eu-isoe-/, 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'],
  [/^us-isof-/, 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
  [/^/, 'amazonaws.com', 'api.aws'],
];

const HOST_LABEL = /^(?!-)[a-z\d-]{1,63}(?<!-)$/i;

/**
 * Returns the endpoint of a service: a configured one, or the host of the region. Endpoints of one
 * account (`AWS_ACCOUNT_ID_ENDPOINT_MODE`) and the region `local` are not known: no function has
 * them.
 * @throws {Error} for a configured endpoint with FIPS or dual-stack hosts, and for a region that
 *   would lead to another host, as the SDK does
 */
export const endpointOf = (serviceId: string, rules: HostRules, region: string, configured?: string): URL => {
  if (!HOST_LABEL.test(region)) throw new Error('The region is not a valid part of a host name');
  const [fips, dualStack] = [flag('AWS_USE_FIPS_ENDPOINT'), flag('AWS_USE_DUALSTACK_ENDPOINT')];
  const endpoint = configured ?? environmentEndpoint(serviceId);
  if (!endpoint) return new URL(`https://${hostOf(rules, region, { fips, dualStack })}`);
  if (fips) throw new Error('Invalid Configuration: FIPS and custom endpoint are not supported');
  if (dualStack) throw new Error('Invalid Configuration: Dualstack and custom endpoint are not supported');
  return new URL(endpoint);
};

const environmentEndpoint = (serviceId: string): string | undefined =>
  flag('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')
    ? undefined
    : process.env[`AWS_ENDPOINT_URL_${serviceId.toUpperCase().replaceAll(' ', '_')}`] || process.env.AWS_ENDPOINT_URL;

const hostOf = ({ prefix, isFips, isDualStack }: HostRules, region: string, { fips, dualStack }: Flags): string => {
  const [, usual, ofDualStack] = DOMAINS.find(([regions]) => regions.test(region)) ?? [];
  const name = fips && !isFips?.(region, dualStack) ? `${prefix}-fips` : prefix;
  return `${name}.${region}.${dualStack && !isDualStack?.(region, fips) ? ofDualStack : usual}`;
};

interface Flags {
  readonly fips: boolean;
  readonly dualStack: boolean;
}

// The SDK ignores a value that is neither `true` nor `false`.
const flag = (name: string): boolean => process.env[name] === 'true';
