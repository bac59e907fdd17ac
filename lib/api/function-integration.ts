import {
  HttpIntegrationType,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  IntegrationCredentials,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Grant, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * Leads a route to a function that API Gateway invokes by a role. `HttpLambdaIntegration` gives
 * each function a permission instead, one more resource for each route.
 */
export class FunctionIntegration extends HttpRouteIntegration {
  private readonly lambda: IFunction;
  private readonly role: IRole;

  constructor(lambda: IFunction, role: IRole) {
    super('Integration');
    this.lambda = lambda;
    this.role = role;
    Grant.addToPrincipal({ grantee: role, actions: ['lambda:InvokeFunction'], resourceArns: [lambda.functionArn] });
  }

  bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.lambda.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      credentials: IntegrationCredentials.fromRole(this.role),
    };
  }
}
