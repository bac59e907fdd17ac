import { hasUserinfo } from '../../functions/shared/contract/userinfo.ts';
import type { Given } from '../command/declaration.ts';
import { LOCAL_STAGE } from '../shared/local-stage-name.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { doctor } from './declaration.ts';

/** The options of the doctor. */
export interface DoctorOptions {
  /** Absent when only an API is looked at, by its address. */
  readonly stage?: string;
  readonly name: string;
  readonly region?: string;
  readonly profile?: string;
  readonly url?: string;
  readonly token?: string;
  readonly tokenCommand?: string;
  readonly reseller?: string;
  readonly write: boolean;
  readonly json: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads options and environment. @throws {UsageError} */
export const readOptions = ({ values }: Given<typeof doctor.options>, env: Environment): DoctorOptions => {
  const { stage, name, url, write = false, json = false, 'token-command': tokenCommand, yes, clean, ...others } = values;
  if ((yes ?? clean) !== undefined) throw new UsageError('--yes and --clean go with --first-hour.');
  if (stage === LOCAL_STAGE) throw new UsageError('The stage local has no AWS to examine: use --url http://127.0.0.1:3000.');
  if (stage === undefined && url === undefined) throw new UsageError('One of --stage and --url is required.');
  if (stage === undefined && (name ?? others.region ?? others.profile) !== undefined) {
    throw new UsageError('--name, --region and --profile are of an installation: --stage is missing.');
  }
  const token = env.TENANTRY_TOKEN || undefined;
  return {
    ...(stage !== undefined && { stage: nameOf('stage', stage) }),
    name: nameOf('name', name ?? 'tenantry'),
    ...(url !== undefined && { url: addressOf(url) }),
    ...others,
    ...(token !== undefined && { token }),
    ...(tokenCommand !== undefined && { tokenCommand }),
    ...{ write, json },
  };
};

const nameOf = (flagName: string, text: string): string => {
  if (!/^[a-z][a-z0-9-]*$/.test(text)) throw new UsageError(`--${flagName} must be small letters, digits and hyphens, not "${text}".`);
  return text;
};

const addressOf = (text: string): string => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`--url must be an http or https address, not "${text}".`);
  if (hasUserinfo(text) || url.search || url.hash) throw new UsageError('--url must be an address alone, without credentials or query.');
  return url.href.replace(/\/$/, '');
};
