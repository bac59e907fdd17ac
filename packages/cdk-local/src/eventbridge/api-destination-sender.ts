import type { Target } from '@aws-sdk/client-eventbridge';
import { recent } from '../base/recent.ts';
import type { Waits } from '../base/waits.ts';
import { destinationByArn } from './api-destinations.ts';
import { connectionByArn } from './connections.ts';
import { destinationRequest, unsendableHeader } from './destination-request.ts';
import { type Exchange, exchange } from './http-exchange.ts';
import { resolveParameters } from './http-parameters.ts';
import { type OAuthTokens, oauthTokens } from './oauth-tokens.ts';
import { type Failure, type Outcome, refused } from './outcome.ts';
import { type RateLimit, rateLimit } from './rate-limit.ts';
import { reportedExchange } from './reported-exchange.ts';
import type { Connection, EventEnvelope, Registry } from './resources.ts';
import { retryAfterMs } from './retry.ts';

const PREFIX = 'Unable to invoke ApiDestination endpoint:';

type SenderOptions = { readonly registry: Registry; readonly waits: Waits; readonly clientTimeoutMs: number };

type Credentials = { readonly headers: Readonly<Record<string, string>>; readonly token?: string };

const isRetried = (status: number): boolean => [401, 407, 409, 429].includes(status) || status >= 500;

const errorCode = (status: number): string => {
  if (status === 429) return 'THROTTLING';
  return status >= 500 ? 'ERROR_FROM_TARGET' : 'SDK_CLIENT_ERROR';
};

/**
 * An address that does not resolve: AWS dead-letters the event at once. Source: "Using dead-letter
 * queues", EventBridge user guide.
 */
const isUnresolved = (reason: string): boolean => reason === 'ENOTFOUND' || reason.startsWith('EAI_');

const readOutcome = (result: Exchange): Outcome => {
  if (result.kind === 'timeout')
    return { kind: 'failed', retryable: true, code: 'TIMEOUT', message: `${PREFIX} Timeout calling endpoint for API Destination.` };
  if (result.kind === 'unreachable') {
    const message = `${PREFIX} endpoint cannot be reached (${result.reason}).`;
    if (isUnresolved(result.reason)) return refused('CONNECTION_FAILURE', message);
    return { kind: 'failed', retryable: true, code: 'SDK_CLIENT_ERROR', message };
  }
  const { status, headers } = result;
  if (status >= 200 && status <= 299) return { kind: 'delivered', status };
  const wait = retryAfterMs(headers['retry-after'], Date.now());
  const message = `${PREFIX} Request failed with status code ${status}.`;
  const failure: Failure = { kind: 'failed', retryable: isRetried(status), code: errorCode(status), message, status };
  return wait === undefined ? failure : { ...failure, retryAfterMs: wait };
};

const authorize = async ({ arn, type, parameters }: Connection, tokens: OAuthTokens): Promise<Credentials | Failure> => {
  const { ApiKeyAuthParameters: key, BasicAuthParameters: basic, OAuthParameters: oauth } = parameters;
  if (type === 'API_KEY' && key) return { headers: { [key.ApiKeyName ?? '']: key.ApiKeyValue ?? '' } };
  if (type === 'BASIC' && basic) {
    const pair = Buffer.from(`${basic.Username}:${basic.Password}`).toString('base64');
    return { headers: { authorization: `Basic ${pair}` } };
  }
  if (!oauth) return refused('NO_PERMISSIONS', `${PREFIX} the connection carries no credentials.`);
  const result = await tokens.get(arn, oauth);
  return 'token' in result ? { headers: { authorization: `Bearer ${result.token}` }, token: result.token } : result;
};

/**
 * Sends events to API destinations under their rate limit and connection; retried are 401, 407,
 * 409, 429, 5xx, timeouts and lost connections.
 */
export const apiDestinationSender = ({ registry, waits, clientTimeoutMs }: SenderOptions) => {
  const send = (request: Parameters<typeof exchange>[0]) => exchange(request, { timeoutMs: clientTimeoutMs, signal: waits.signal });
  const tokens = oauthTokens(send);
  // A limit that was dropped starts afresh.
  const limits = recent<string, RateLimit>(registry.quotas.destinations);

  const limitOf = (arn: string): RateLimit => {
    const limit = limits.get(arn) ?? rateLimit(waits.scaled);
    limits.set(arn, limit);
    return limit;
  };

  return {
    /** Drops the token of a connection whose credentials changed. */
    forget: tokens.forget,

    /** Returns the present name and URL of a destination. */
    endpoint(arn: string): { readonly name: string; readonly url: string } {
      const destination = destinationByArn(registry, arn);
      return { name: destination?.name ?? arn, url: destination?.endpoint ?? arn };
    },

    /** Waits for a slot under the invocation rate; `false` when cancelled. */
    async admit(arn: string): Promise<boolean> {
      const waitMs = limitOf(arn).reserve(destinationByArn(registry, arn)?.rate ?? 300);
      return waitMs < 1 || (await waits.sleep(waitMs));
    },

    /** One attempt with the destination, connection and target as they are now. */
    async send(arn: string, event: EventEnvelope, target: Target, body: string): Promise<Outcome> {
      const destination = destinationByArn(registry, arn);
      const connection = destination && connectionByArn(registry, destination.connectionArn);
      if (!destination || !connection) return refused('NO_RESOURCE', `${PREFIX} the API destination or its connection does not exist.`);
      const parameters = resolveParameters(target.HttpParameters, event);
      const wrong = unsendableHeader(parameters);
      if (wrong !== undefined)
        return refused('INVALID_PARAMETER', `${PREFIX} header ${wrong} is not 512 or fewer printable ASCII characters.`);

      const credentials = await authorize(connection, tokens);
      if ('kind' in credentials) return credentials;
      const invocation = connection.parameters.InvocationHttpParameters;
      const { headers: authorization } = credentials;
      const request = destinationRequest({ destination, target: parameters, connection: invocation, authorization, body });
      const result = await send(request);
      const outcome = readOutcome(result);
      if (credentials.token && (outcome.status === 401 || outcome.status === 407)) tokens.forget(connection.arn, credentials.token);
      return { ...outcome, exchange: reportedExchange({ request, result, connection, authorization: Object.keys(authorization) }) };
    },
  };
};
