import { createHash, randomBytes } from 'node:crypto';
import { AwsError } from '../base/aws-error.ts';
import type { RoleSession } from './principal.ts';

/** The temporary credentials of a session, by the names of a function's environment. */
export type SessionCredentials = Readonly<Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_SESSION_TOKEN', string>>;

/** The caller of a request: a role session, or the administrator who runs this machine. */
export type Caller = RoleSession | 'administrator';

/** The access keys of an administrator, for the runtime's own clients, commands and tests. */
const ADMINISTRATORS = new Set(['local', 'test']);

/** Creates an empty registry of role sessions by access key. */
export const openSessions = () => {
  const known = new Map<string, RoleSession>();

  return {
    /** Gives a session credentials of its own. */
    credentialsOf(session: RoleSession): SessionCredentials {
      const id = keyId(session);
      known.set(id, session);
      return {
        AWS_ACCESS_KEY_ID: id,
        AWS_SECRET_ACCESS_KEY: randomBytes(30).toString('base64'),
        AWS_SESSION_TOKEN: randomBytes(96).toString('base64'),
      };
    },

    /** Returns the name of the session that calls; undefined when there is none. */
    nameOf: (authorization: string | undefined): string | undefined => known.get(accessKeyIn(authorization) ?? '')?.sessionName,

    /**
     * Reads the caller from the `Authorization` header; throws as AWS does when there is none or
     * the key is unknown.
     */
    callerOf(authorization: string | undefined): Caller {
      const id = accessKeyIn(authorization);
      if (id === undefined) throw new AwsError('MissingAuthenticationTokenException', 'Request is missing Authentication Token');
      const caller = known.get(id) ?? (ADMINISTRATORS.has(id) ? 'administrator' : undefined);
      if (caller === undefined) throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
      return caller;
    },
  };
};

const accessKeyIn = (authorization = ''): string | undefined => /\bCredential=([^/,\s]+)\//.exec(authorization)?.[1];

// Temporary credentials begin with ASIA.
const keyId = ({ roleArn, sessionName }: RoleSession): string => {
  const digest = createHash('sha256').update(`${roleArn} ${sessionName}`).digest('hex').toUpperCase();
  return `ASIA${digest.slice(0, 16)}`;
};
