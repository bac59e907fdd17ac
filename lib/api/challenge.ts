import { CfnIntegration, type HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { CHALLENGE_ALIAS } from '../../functions/shared/endpoint/challenge-alias.ts';

/**
 * Restores `WWW-Authenticate` of the 401s of a route, which API Gateway may rename, from an alias
 * that it does not: the header is not among those that parameter mapping reserves (HTTP API
 * developer guide, "Reserved headers"; `x-amzn-*` is).
 */
export const restoreChallenge = (route: HttpRoute): void => {
  const mapping = { Destination: 'overwrite:header.www-authenticate', Source: `$response.header.${CHALLENGE_ALIAS}` };
  for (const child of route.node.findAll()) {
    if (child instanceof CfnIntegration) child.responseParameters = { 401: { ResponseParameters: [mapping] } };
  }
};
