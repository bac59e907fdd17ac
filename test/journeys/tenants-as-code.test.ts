import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@tenantry/cdk-local/base/free-port';
import type { CustomResourceReport } from '@tenantry/cdk-local/custom-resources/report';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { useBundles } from '../../lib/base/code-of.ts';
import { LOCAL_OPERATOR_SECRET } from '../../lib/configuration/configuration-overrides.ts';
import type { TenantryApi } from '../../lib/tenants/tenant-api.ts';
import { TenantryOrganization } from '../../lib/tenants/tenantry-organization.ts';
import { TenantryPartner } from '../../lib/tenants/tenantry-partner.ts';
import { TenantryReseller } from '../../lib/tenants/tenantry-reseller.ts';
import { startTenantry, type TenantryRuntime } from '../../local/tenantry-runtime.ts';
import { withRuntime } from '../support/journey.ts';
import { openApi } from '../support/journey-api.ts';
import { RESELLER_RIGHTS } from '../support/journey-resellers.ts';

type Declare = (stack: Stack, api: TenantryApi) => void;

withRuntime('an app with tenants beside the product', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-tenants-'));
  const opened: TenantryRuntime[] = [];
  let port: number;
  let apps = 0;
  const stop = async () => {
    for (const runtime of opened.splice(0)) await runtime.stop();
  };

  beforeAll(async () => {
    port = await freePort();
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  /** Starts the product on the data of the last start, with an app that declares tenants. */
  const start = async (declare: Declare) => {
    await stop();
    apps += 1;
    const app = new App({ outdir: join(folder, `app-${apps}`) });
    // What the first has bundled does for the others.
    if (apps > 1) useBundles(app, join(folder, 'app-1', 'bundle'));
    const stack = new Stack(app, 'Tenants');
    const credentialsSecret = Secret.fromSecretNameV2(stack, 'Credentials', LOCAL_OPERATOR_SECRET);
    declare(stack, { url: `http://127.0.0.1:${port}`, credentialsSecret });
    const assembly = app.synth().directory;
    const reports: CustomResourceReport[] = [];
    const warnings: string[] = [];
    const runtime = await startTenantry({
      ...{ assembly: process.env.JOURNEY_ASSEMBLY ?? '', besides: [assembly], port, secrets: () => 'secret' },
      ...{ dataDir: join(folder, 'data'), stateDir: join(folder, 'state') },
      on: { customResource: (report) => reports.push(report), warning: (message) => warnings.push(message) },
    });
    opened.push(runtime);
    const { api, stop: close } = openApi(runtime.url);
    const operator = api.as(`Bearer ${await runtime.mintToken({ permissions: [...RESELLER_RIGHTS, 'partner:read'] })}`);
    const get = async (path: string) => (await operator.get(path)).body;
    const list = async (path: string, query = '') => (await operator.get(path, { query })).items;
    const ends = reports.map(({ path, outcome }) => `${path.replace(/^Tenants\/|Resource\w*$|\w{8}$/g, '')} ${outcome}`);
    const resellers = () => list('/v3/resellers', 'externalId=acme');
    return { ends, reports, warnings, get, list, resellers, close };
  };

  const acme = (stack: Stack, api: TenantryApi, name: string) => {
    const fields = { api, email: 'it@acme.example', allowedUsers: 5 };
    return new TenantryReseller(stack, 'Acme', { ...fields, externalId: 'acme', name, allowedOrganizations: 1 });
  };
  const head = (stack: Stack, api: TenantryApi, reseller: TenantryReseller, allowedUsers: number) =>
    new TenantryOrganization(stack, 'Head', {
      ...{ api, reseller, externalId: 'head', name: 'Head', email: 'it@acme.example', allowedUsers },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  const contact = {
    ...{ userName: 'ada', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@acme.example', phone: '+14155552671' },
    userRole: 'Partner User',
  } as const;

  it('are created, changed, put back and deleted from start to start, by their own function', async () => {
    const first = await start((stack, api) => {
      const north = new TenantryPartner(stack, 'North', { api, externalId: 'north', name: 'North', contact });
      new TenantryPartner(stack, 'Below', {
        api,
        externalId: 'below',
        name: 'Below',
        contact: { ...contact, userName: 'bob' },
        parent: north,
      });
      head(stack, api, acme(stack, api, 'Acme'), 5);
    });
    expect(first.reports.flatMap(({ reason = [] }) => reason)).toEqual([]);
    expect(first.ends).toEqual(['North created', 'Below created', 'Acme created', 'Head created']);
    expect(first.warnings).toEqual([]);
    const [reseller] = await first.resellers();
    const organizations = `/v3/resellers/${reseller?.id}/organizations`;
    expect(await first.list(organizations)).toMatchObject([{ externalId: 'head', allowedUsers: 5 }]);
    const [north] = first.reports;
    expect(await first.get(`/v1/partners/${first.reports[1]?.id}`)).toMatchObject({ parent: { id: Number(north?.id) } });
    first.close();

    const second = await start((stack, api) => head(stack, api, acme(stack, api, 'Acme Two'), 6));
    expect(second.ends).toEqual(['Acme updated', 'Head failed']);
    expect(second.reports[1]?.reason).toMatch(/limit-reached[\s\S]*It was updated to its former properties again\.$/);
    expect(await second.resellers()).toMatchObject([{ id: reseller?.id, name: 'Acme Two' }]);
    expect(await second.list(organizations)).toMatchObject([{ allowedUsers: 5 }]);
    second.close();

    const third = await start((stack, api) => acme(stack, api, 'Acme Two'));
    expect(third.ends).toEqual(['Acme unchanged', 'Head deleted', 'Below retained', 'North retained']);
    expect(await third.list(organizations)).toEqual([]);
    third.close();
  }, 120_000);
});
