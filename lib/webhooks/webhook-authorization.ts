import { SecretValue } from 'aws-cdk-lib';
import { Authorization, HttpMethod, HttpParameter } from 'aws-cdk-lib/aws-events';
import type { Webhook } from '../configuration/configuration-schema.ts';

type OAuth = Extract<Webhook['auth'], { readonly type: 'oauth' }>;

/**
 * Returns how EventBridge authenticates at a webhook. Secrets stay dynamic references, which
 * CloudFormation resolves when it deploys.
 */
export const authorizationOf = (auth: Webhook['auth']): Authorization => {
  switch (auth.type) {
    case 'api-key':
      return Authorization.apiKey(auth.header, SecretValue.secretsManager(auth.secret));
    case 'basic':
      return Authorization.basic(auth.userName, SecretValue.secretsManager(auth.secret));
    case 'oauth':
      return clientCredentials(auth);
  }
};

const clientCredentials = ({ clientId, secret, tokenUrl, scope, method = 'POST' }: OAuth): Authorization =>
  Authorization.oauth({
    authorizationEndpoint: tokenUrl,
    httpMethod: HttpMethod[method],
    clientId,
    clientSecret: SecretValue.secretsManager(secret),
    // RFC 6749, section 4.4.2.
    bodyParameters: {
      grant_type: HttpParameter.fromString('client_credentials'),
      ...(scope !== undefined && { scope: HttpParameter.fromString(scope) }),
    },
  });
