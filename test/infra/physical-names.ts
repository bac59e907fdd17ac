import type { Template } from './installation-template.ts';

/**
 * Why a resource has a name that CloudFormation does not draw. `own` names are of the installation,
 * the others are unique below what has one.
 */
export const NAMED: Readonly<Record<string, { readonly property: string; readonly kind: 'own' | 'within'; readonly why: string }>> = {
  'AWS::Events::EventBus': { property: 'Name', kind: 'own', why: 'others subscribe to it by its name' },
  'AWS::EventSchemas::Registry': { property: 'RegistryName', kind: 'own', why: 'consumers find it by its name' },
  'AWS::Logs::DeliverySource': { property: 'Name', kind: 'own', why: 'CloudFormation draws none' },
  'AWS::Logs::DeliveryDestination': { property: 'Name', kind: 'own', why: 'CloudFormation draws none' },
  'AWS::SES::Template': { property: 'Template.TemplateName', kind: 'own', why: 'CloudFormation draws none that it then tells' },
  'AWS::ApiGatewayV2::Api': { property: 'Name', kind: 'own', why: 'a label, which need not be unique' },
  'AWS::Logs::ResourcePolicy': { property: 'PolicyName', kind: 'own', why: 'CloudFormation draws none' },
  'AWS::SSM::Parameter': { property: 'Name', kind: 'own', why: 'stacks that subscribe find the bus by it' },
  'AWS::EventSchemas::Schema': { property: 'SchemaName', kind: 'within', why: 'of the registry' },
  'AWS::ApiGatewayV2::Stage': { property: 'StageName', kind: 'within', why: 'of the API' },
  'AWS::Cognito::UserPoolResourceServer': { property: 'Name', kind: 'within', why: 'a label in its user pool' },
  'AWS::Events::Rule': { property: 'Name', kind: 'within', why: 'of the bus; dead letters name it' },
};

/** Properties that end like a name and name something else, or nothing. */
const REFERENCES = new Set([
  ...['AWS::ApiGatewayV2::DomainName DomainName', 'AWS::ApiGatewayV2::ApiMapping DomainName', 'AWS::Route53::RecordSet Name'],
  ...['AWS::Events::Rule EventBusName', 'AWS::CloudWatch::Alarm MetricName', 'AWS::Logs::Delivery DeliverySourceName'],
  ...['AWS::EventSchemas::Schema RegistryName', 'AWS::Logs::MetricFilter LogGroupName'],
]);

/** Each literal name in a template, as `<type> <property>` and the name. */
export const namesIn = ({ Resources }: Template): readonly (readonly [string, string])[] =>
  Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
    Object.entries({ ...Properties, ...templateNameOf(Properties) })
      .filter(([property, value]) => property.endsWith('Name') && typeof value === 'string' && !REFERENCES.has(`${Type} ${property}`))
      .map(([property, value]) => [`${Type} ${property}`, String(value)] as const),
  );

const templateNameOf = (properties: { readonly Template?: { readonly TemplateName?: unknown } }) =>
  properties.Template ? { 'Template.TemplateName': properties.Template.TemplateName } : {};

/**
 * The names that no other installation of an account may have: those of the installation, and those
 * that the stacks export.
 */
export const ownNamesIn = (template: Template): readonly string[] => {
  const named = namesIn(template).filter(([what]) => NAMED[what.split(' ')[0] ?? '']?.kind === 'own');
  return [
    ...named.map(([what, name]) => `${what} ${name}`),
    ...Object.values(template.Outputs).flatMap((told) => told?.Export?.Name ?? []),
  ];
};
