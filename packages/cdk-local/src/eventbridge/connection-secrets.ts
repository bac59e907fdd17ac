import type {
  ConnectionAuthResponseParameters,
  ConnectionHttpParameters,
  ConnectionOAuthResponseParameters,
  CreateConnectionAuthRequestParameters,
  CreateConnectionOAuthRequestParameters,
} from '@aws-sdk/client-eventbridge';

const shown = <P extends { Value?: string | undefined; IsValueSecret?: boolean | undefined }>(parameter: P): P =>
  parameter.IsValueSecret ? { ...parameter, Value: undefined } : parameter;

const publicParameters = (parameters: ConnectionHttpParameters): ConnectionHttpParameters => ({
  HeaderParameters: parameters.HeaderParameters?.map(shown),
  QueryStringParameters: parameters.QueryStringParameters?.map(shown),
  BodyParameters: parameters.BodyParameters?.map(shown),
});

const publicOAuth = (oauth: CreateConnectionOAuthRequestParameters): ConnectionOAuthResponseParameters => ({
  ClientParameters: { ClientID: oauth.ClientParameters?.ClientID },
  AuthorizationEndpoint: oauth.AuthorizationEndpoint,
  HttpMethod: oauth.HttpMethod,
  ...(oauth.OAuthHttpParameters && { OAuthHttpParameters: publicParameters(oauth.OAuthHttpParameters) }),
});

/**
 * Returns the parameters that DescribeConnection shows: no passwords, keys, client secrets or
 * values marked secret.
 */
export const withoutSecrets = (given: CreateConnectionAuthRequestParameters): ConnectionAuthResponseParameters => ({
  ...(given.BasicAuthParameters && { BasicAuthParameters: { Username: given.BasicAuthParameters.Username } }),
  ...(given.ApiKeyAuthParameters && { ApiKeyAuthParameters: { ApiKeyName: given.ApiKeyAuthParameters.ApiKeyName } }),
  ...(given.OAuthParameters && { OAuthParameters: publicOAuth(given.OAuthParameters) }),
  ...(given.InvocationHttpParameters && { InvocationHttpParameters: publicParameters(given.InvocationHttpParameters) }),
});
