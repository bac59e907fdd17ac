import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SLICES } from '../../functions/operations.ts';
import type { RegisteredOperation } from '../../functions/shared/operation.ts';
import type { SigningSecret } from '../data/signing-secret.ts';
import type { PasswordReset } from '../welcome/password-reset.ts';
import { ApiSlice, type ApiSliceProps } from './api-slice.ts';
import { addFallback } from './fallback-route.ts';
import { addReferencePage } from './reference-page.ts';

interface OperationsApiProps extends ApiSliceProps {
  readonly signingSecret: SigningSecret;
  readonly passwordReset: PasswordReset;
}

/** Adds every operation of the registries, and what three of them may do beyond the table. */
export const addOperations = (scope: Construct, { signingSecret, passwordReset, ...props }: OperationsApiProps): void => {
  const { Credentials, Deliveries, System, ...others } = SLICES;
  for (const [id, operations] of Object.entries<Readonly<Record<string, RegisteredOperation>>>(others)) {
    new ApiSlice(scope, id, operations, props);
  }

  const credentials = new ApiSlice(scope, 'Credentials', Credentials, props);
  passwordReset.grantRequest(credentials.endpoint('requestPasswordReset'));

  const deliveries = new ApiSlice(scope, 'Deliveries', Deliveries, props);
  Grant.addToPrincipal({
    ...{ grantee: deliveries.endpoint('redeliver'), actions: ['events:PutEvents'], resourceArns: [props.bus.eventBusArn] },
  });

  const system = new ApiSlice(scope, 'System', System, props);
  signingSecret.grantRead(system.endpoint('getWebhookKeys'));
  addFallback(system, props);
  if (props.configuration.referencePage) addReferencePage(system, props);
};
