import { CONTRACTS, OPERATIONS } from '../../functions/operations.ts';
import { headerSchema } from '../../functions/shared/http/input-schema.ts';
import { statementsIn } from '../../lib/checks/statements.ts';
import { everyOption } from './every-option.ts';
import { propertiesOf as all, resourcesOf, stacksOf, type Template, templatesOf } from './installation-template.ts';
import { NAMED, namesIn, ownNamesIn } from './physical-names.ts';

const { data, api } = templatesOf('everyOption');
const { data: own } = templatesOf('ownBus');
const { data: plainData, api: plainApi } = templatesOf('dev');

const statementsOf = (type: string, template: Template) => all(type, template).flatMap(statementsIn);

describe('the name of an installation', () => {
  it('begins its stacks, which are protected and tagged as configured, and stay where they belong', () => {
    const stacks = stacksOf('everyOption');
    expect(stacks.map(([name]) => name)).toEqual(['Acme-dev-Data', 'Acme-dev-Api']);
    for (const [, { environment, properties }] of stacks) {
      expect(environment).toBe('aws://111111111111/eu-west-1');
      expect(properties).toMatchObject({ terminationProtection: true, tags: { costCentre: '4711', owner: 'platform' } });
    }
    const [[name, plain] = []] = stacksOf('dev').slice(1);
    expect([name, plain?.environment]).toEqual(['Tenantry-dev-Api', 'aws://unknown-account/unknown-region']);
    expect([plain?.properties.terminationProtection ?? false, plain?.properties.tags ?? {}]).toEqual([false, {}]);
  });

  it('or a draw of CloudFormation makes every physical name, except for the few that are here with their reason', () => {
    const found = [data, api, own, plainData, plainApi].flatMap(namesIn).map(([what]) => what);
    expect(new Set(found)).toEqual(new Set(Object.entries(NAMED).map(([type, { property }]) => `${type} ${property}`)));
  });

  it('keeps two installations of one stage apart', () => {
    const [ours, theirs] = [
      [own, api],
      [plainData, plainApi],
    ].map((templates) => templates.flatMap(ownNamesIn));
    expect(ours?.length).toBeGreaterThan(5);
    expect(ours?.filter((name) => theirs?.includes(name))).toEqual([]);
    for (const name of theirs ?? []) expect(name).toMatch(/tenantry-?dev/i);
    for (const name of ours ?? []) expect(name).toMatch(/acme-?dev/i);
  });

  it('is what all of an installation begins with that is made at run time', () => {
    const reconciler = all('AWS::Lambda::Function', api).find(
      ({ Description }) => Description === 'Makes EventBridge follow webhook endpoints',
    );
    expect(reconciler?.Environment).toMatchObject({
      Variables: { WEBHOOK_PREFIX: 'acme-dev-', INSTALLATION: 'acme-dev', EVENT_BUS_NAME: 'company' },
    });
    const rights = JSON.stringify(statementsOf('AWS::IAM::Role', api));
    for (const name of [
      ':connection/acme-dev-*',
      ':api-destination/acme-dev-*',
      ':rule/company/acme-dev-*',
      'events!connection/acme-dev-*',
    ]) {
      expect(rights).toContain(name);
    }
  });
});

describe('the HTTP API', () => {
  it('is reached by its domain only, with certificates of the truststore, and the hosted zone leads there', () => {
    expect(all('AWS::ApiGatewayV2::Api', api)[0]).toMatchObject({ Name: 'acme-dev', DisableExecuteApiEndpoint: true });
    expect(all('AWS::ApiGatewayV2::DomainName', api)[0]).toMatchObject({
      DomainName: 'api.acme.test',
      DomainNameConfigurations: [
        { EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2', CertificateArn: everyOption.domain?.certificateArn },
      ],
      MutualTlsAuthentication: { TruststoreUri: 's3://acme-trust/authorities/all.pem', TruststoreVersion: 'v7' },
    });
    expect(all('AWS::ApiGatewayV2::ApiMapping', api)).toHaveLength(1);
    expect(all('AWS::Route53::RecordSet', api)[0]).toMatchObject({ HostedZoneId: 'Z0123456789ABC', Name: 'api.acme.test', Type: 'A' });
    expect(api.Outputs.ApiUrl?.Value).toBe('https://api.acme.test');
    expect(api.Outputs).not.toHaveProperty('DomainTarget');
  });

  it('lets pages of the named origins do what the API takes', () => {
    expect(all('AWS::ApiGatewayV2::Api', api)[0]).toMatchObject({
      CorsConfiguration: {
        AllowOrigins: ['https://app.acme.test'],
        AllowMethods: ['POST', 'GET', 'PATCH', 'PUT', 'DELETE'],
        AllowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'Traceparent'],
        MaxAge: 600,
      },
    });
    const [fallback, plainFallback] = [api, plainApi].map((template) =>
      all('AWS::Lambda::Function', template).find(({ Description }) => Description === 'Answers 404 or 405 where no route matches'),
    );
    expect(fallback?.Environment).toMatchObject({ Variables: { ANSWER_PREFLIGHTS: 'true' } });
    expect(plainFallback?.Environment).toMatchObject({ Variables: { ANSWER_PREFLIGHTS: 'false' } });
    // So do the functions of reads, whose routes take every method.
    const answering = all('AWS::Lambda::Function', api).filter(({ Environment }) =>
      JSON.stringify(Environment).includes('"ANSWER_PREFLIGHTS":"true"'),
    );
    const reads = OPERATIONS.filter(({ contract: { method }, inFallback }) => method === 'GET' && !inFallback);
    expect(answering).toHaveLength(reads.length + 1);
  });

  it('lets them send every header that an operation reads', () => {
    const [cors] = all('AWS::ApiGatewayV2::Api', api).map(({ CorsConfiguration }) => CorsConfiguration);
    const { AllowHeaders } = cors as { readonly AllowHeaders: readonly string[] };
    const read = new Set(CONTRACTS.flatMap((contract) => Object.keys(headerSchema(contract).properties)));
    expect(read.size).toBeGreaterThan(2);
    expect(AllowHeaders.map((name) => name.toLowerCase())).toEqual(expect.arrayContaining([...read]));
  });

  it('gives single routes limits of their own, once they are there', () => {
    const [[, stage] = []] = resourcesOf(api, 'AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties.RouteSettings).toEqual({
      'POST /v3/resellers/{resellerId}/organizations': { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
      'POST /v3/resellers/{resellerId}/{collection}': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 },
    });
    const settings = Object.keys(stage?.Properties.RouteSettings ?? {});
    const routes = resourcesOf(api, 'AWS::ApiGatewayV2::Route').filter(([, { Properties }]) =>
      settings.includes(String(Properties.RouteKey)),
    );
    expect(routes).toHaveLength(2);
    expect(stage?.DependsOn).toEqual(expect.arrayContaining(routes.map(([id]) => id)));
  });

  it('has none of it without the options', () => {
    for (const type of ['AWS::ApiGatewayV2::DomainName', 'AWS::ApiGatewayV2::ApiMapping', 'AWS::Route53::RecordSet'])
      expect(all(type, plainApi)).toEqual([]);
    expect(all('AWS::ApiGatewayV2::Api', plainApi)).toEqual([{ Name: 'tenantry-dev', ProtocolType: 'HTTP' }]);
    // A batch takes the longest.
    expect(all('AWS::ApiGatewayV2::Stage', plainApi)[0]?.RouteSettings).toEqual({
      'POST /v3/resellers/{resellerId}/{collection}': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
    });
  });
});
