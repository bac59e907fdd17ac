import validate from '../generated/deleteOrganization.js';
import { endpoint } from '../shared/endpoint/endpoint.ts';
import { installationEvents, now } from '../shared/runtime.ts';
import { deleteOrganization as contract } from './contract-changes.ts';
import { type DeleteDeps, deleteOrganization } from './deletion.ts';
import { organizationStore } from './store.ts';

export const handler = endpoint<typeof contract, DeleteDeps>(contract, { validate }, deleteOrganization, ({ setting, table }) => ({
  organizations: organizationStore(table),
  record: installationEvents(setting),
  now,
  restoreDays: Number(setting('RESTORE_DAYS')),
}));
