import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openAssembly } from '../../bench/shared/assembly.ts';
import { dataOutput } from '../../local/tenantry-stacks.ts';
import { type Call, openCaller } from '../shared/caller.ts';
import type { PartOptions } from '../shared/part.ts';
import { openSystem, type System } from '../system/system.ts';
import { compareForm, type Form } from './form.ts';
import type { Size } from './size.ts';
import { describeTable, importExport, type StandingReseller, writeExport } from './standing-file.ts';

/** A running system with what stood in its table when it started. */
export interface Store {
  readonly name: 'small' | 'full';
  readonly folder: string;
  readonly system: System;
  /** Calls the API as the operator. */
  readonly call: Call;
  readonly resellers: readonly StandingReseller[];
  /** The items that were written directly, and the megabytes of the table's file with them. */
  readonly items: number;
  readonly megabytes: number;
}

/** The resellers of the small store, which are as large as those of the other. */
const FEW = 10;

const PERMISSIONS = [
  'reseller:read',
  'reseller:write',
  'reseller:organization:create',
  'reseller:organization:read',
  'reseller:organization:update',
  'webhook:write',
  'webhook:read',
];

/** Starts a small store and a full one, and says whether their items have the product's form. */
export const openStores = async (size: Size, { folder, seed, say }: PartOptions) => {
  const assembly = await openAssembly();
  const open = (name: string) =>
    openSystem({ assembly: assembly.folder, folder: join(folder, name), seed, quotas: { rulesPerBus: size.endpoints + 50 } });
  const first = await open('sample');
  const tableName = dataOutput(first.outputs(), 'TableName');
  const call = openCaller(first.url, await first.token({ permissions: PERMISSIONS }));
  const form: Form = await compareForm(call, first.dynamodbUrl(), tableName);
  const description = await describeTable(first.dynamodbUrl(), tableName);
  await first.stop();

  const start = async (name: Store['name'], resellers: number): Promise<Store> => {
    const began = performance.now();
    const from = join(folder, `${name}-export`);
    const file = join(folder, name, 'data', 'tables.db');
    mkdirSync(join(folder, name, 'data'), { recursive: true, mode: 0o700 });
    const { standing, items } = await writeExport({ folder: from, tableName, resellers, organizationsEach: size.organizationsEach });
    await importExport(from, description, file);
    rmSync(from, { recursive: true });
    const megabytes = Math.round(statSync(file).size / 1e6);
    const system = await open(name);
    say(`${name}: ${resellers} resellers, ${items} items, ${megabytes} MB, in ${Math.round((performance.now() - began) / 1000)} s`);
    const token = await system.token({ permissions: PERMISSIONS, expiresInSeconds: 7200 });
    return { name, folder: join(folder, name), system, call: openCaller(system.url, token), resellers: standing, items, megabytes };
  };
  const small = await start('small', Math.min(FEW, size.resellers));
  const full = await start('full', size.resellers);
  return {
    small,
    full,
    form,
    async stop(): Promise<void> {
      await Promise.all([small.system.stop(), full.system.stop()]);
      assembly.remove();
    },
  };
};
