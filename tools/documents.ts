import { readFile } from 'node:fs/promises';
import { authorisationDocument } from './authorisation/document.ts';
import { awsLimitsDocument } from './aws-limits/document.ts';
import { clientOperations } from './client/operations.ts';
import { clientTypes } from './client/types.ts';
import { commandsDocument } from './commands/document.ts';
import { configurationDocument } from './configuration/document.ts';
import { configurationJsonSchema } from './configuration/json-schema.ts';
import { configurationProperties } from './configuration/properties.ts';
import { asyncApiDocument } from './events/asyncapi.ts';
import { eventSchemasDocument } from './events/schemas-document.ts';
import { eventSchemasModule } from './events/schemas-module.ts';
import { eventTypes } from './events/types.ts';
import { licencesDocument } from './licences/document.ts';
import { dryRunDocument, openApiDocument } from './openapi/document.ts';
import { webhookVectors } from './webhook-vectors.ts';

// Loading the CDK takes longer than all else here, and the validators do without it.
const rights = async (): Promise<string> => {
  const [{ rightsDocument }, { sampleInstallation }] = await Promise.all([
    import('./rights/document.ts'),
    import('./rights/sample-installation.ts'),
  ]);
  return rightsDocument(sampleInstallation());
};

const monitoring = async (): Promise<string> => {
  const [{ monitoringDocument }, { installationsWithAlarms }] = await Promise.all([
    import('./monitoring/document.ts'),
    import('./monitoring/installations.ts'),
  ]);
  return monitoringDocument(installationsWithAlarms(), await readFile('docs/runbook.md', 'utf8'));
};

// An editor would show U+FFFD as if the file were broken.
const toJson = (document: object): string => `${JSON.stringify(document, null, 2).replaceAll('\uFFFD', '\\ufffd')}\n`;

/** The generated documents, by their paths from the root. */
export const DOCUMENTS: readonly (readonly [path: string, make: () => string | Promise<string>])[] = [
  ['docs/openapi.json', () => toJson(openApiDocument())],
  ['docs/openapi-dry-run.json', () => toJson(dryRunDocument())],
  ['docs/asyncapi.json', () => toJson(asyncApiDocument())],
  ['events/generated/types.ts', eventTypes],
  ['events/generated/schemas.ts', eventSchemasModule],
  ['events/generated/schemas.json', () => toJson(eventSchemasDocument())],
  ['docs/authorisation.md', authorisationDocument],
  ['docs/configuration.md', configurationDocument],
  ['docs/configuration.schema.json', configurationJsonSchema],
  ['lib/generated/stage-configuration.ts', configurationProperties],
  ['docs/webhook-vectors.json', webhookVectors],
  ['docs/rights.md', rights],
  ['docs/monitoring.md', monitoring],
  ['docs/licences.md', licencesDocument],
  ['docs/commands.md', commandsDocument],
  ['docs/aws-limits.md', awsLimitsDocument],
  ['client/generated/types.ts', clientTypes],
  ['client/generated/operations.ts', clientOperations],
];
