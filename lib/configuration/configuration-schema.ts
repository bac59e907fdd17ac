import type { FromSchema } from 'json-schema-to-ts';
import { capacityKeys } from './capacity.ts';
import { email } from './email.ts';
import { existingResourceKeys } from './existing-resources.ts';
import { httpKeys } from './http.ts';
import { installationKeys } from './installation.ts';
import { jwt } from './jwt.ts';
import { operationKeys } from './operation.ts';
import { retentionKeys } from './retention.ts';
import { webhookKeys } from './webhooks.ts';

/** The keys by subject, in the order of the documentation. */
export const SUBJECTS = {
  'Identity and e-mail': { jwt, email },
  Installation: installationKeys,
  'HTTP API': httpKeys,
  Capacity: capacityKeys,
  'Existing resources': existingResourceKeys,
  Webhooks: webhookKeys,
  Retention: retentionKeys,
  Operation: operationKeys,
} as const;

/** The configuration of one stage, with the defaults of every stage except `prod`. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['email'],
  properties: {
    ...SUBJECTS['Identity and e-mail'],
    ...installationKeys,
    ...httpKeys,
    ...capacityKeys,
    ...existingResourceKeys,
    ...webhookKeys,
    ...retentionKeys,
    ...operationKeys,
  },
} as const;

/** A stage's configuration with every default filled in. */
export interface Configuration extends FromSchema<typeof configurationSchema> {
  /** The name of the installation, unique in its account and Region. */
  readonly installation: string;
}

export type Webhook = Configuration['webhooks'][number];
