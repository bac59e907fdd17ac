import type { FromSchema } from 'json-schema-to-ts';
import { email } from './configuration/email.ts';
import { httpKeys } from './configuration/http.ts';
import { jwt } from './configuration/jwt.ts';
import { operationKeys } from './configuration/operation.ts';
import { retentionKeys } from './configuration/retention.ts';
import { webhookKeys } from './configuration/webhooks.ts';

/** The configuration of one stage, by subject. Defaults here are those of every stage but `prod`. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['jwt', 'email'],
  properties: { jwt, email, ...httpKeys, ...webhookKeys, ...retentionKeys, ...operationKeys },
} as const;

/** A stage's configuration as written in tenantry.config.ts: what has a default may be absent. */
export type StageConfiguration = FromSchema<typeof configurationSchema, { keepDefaultedPropertiesOptional: true }>;

/** A stage's configuration with every default filled in. */
export type Configuration = FromSchema<typeof configurationSchema>;

export type Webhook = Configuration['webhooks'][number];
