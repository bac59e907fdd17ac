import type { Resources } from '../../lib/checks/template.ts';

export interface Template {
  readonly Resources: Resources;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>>;
}

export interface SynthesizedStack {
  readonly template: Template;
  /** Of each resource, by logical id. */
  readonly paths: ReadonlyMap<string, string>;
}

/**
 * Describes a value of a template in words: resources by kind and construct path, ARNs without
 * their common parts.
 */
export type Say = (value: unknown) => string;

const KINDS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'table',
  'AWS::Events::ApiDestination': 'API destination',
  'AWS::Events::EventBus': 'bus',
  'AWS::Logs::LogGroup': 'log',
  'AWS::SES::ConfigurationSet': 'configuration set',
  'AWS::SES::Template': 'e-mail template',
};

/**
 * Creates the description of values of one stack; imported values are described as their exports.
 */
export const namesIn = ({ template, paths }: SynthesizedStack, all: readonly SynthesizedStack[]): Say => {
  const label = (id: string): string => {
    const Type = template.Resources[id]?.Type;
    return Type === undefined ? `<${id.replace(/^AWS::/, '').toLowerCase()}>` : `${kindOf(Type)} ${paths.get(id) ?? id}`;
  };
  const say: Say = (value) => {
    if (Array.isArray(value)) return value.map(say).join(', ');
    if (typeof value !== 'object' || value === null) return String(value);
    const [[fn = '', argument] = []] = Object.entries(value);
    switch (fn) {
      case 'Ref':
        return label(String(argument));
      case 'Fn::GetAtt': {
        const [id = '', attribute] = argument as readonly string[];
        return attribute === 'StreamArn' ? `stream of ${label(id)}` : label(id);
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, readonly unknown[]];
        return shortenArn(
          parts.map((part, index) => (index > 0 && typeof part === 'object' ? wrapName(say(part)) : say(part))).join(separator),
        );
      }
      case 'Fn::ImportValue':
        return resolveImport(say(argument), all);
      default:
        return JSON.stringify(value);
    }
  };
  return say;
};

const kindOf = (type: string): string => KINDS[type] ?? type.replace(/^.*::/, '').toLowerCase();

// A resource that is named inside an ARN.
const wrapName = (words: string): string => (words.startsWith('<') ? words : `{${words}}`);

const shortenArn = (text: string): string =>
  text.replace(/^arn:<partition>:([^:]+):(?:<region>)?:(?:<accountid>)?:/, '$1:').replace(/^(.*)\/index\/(\w+)$/, 'index $2 of $1');

const resolveImport = (name: string, all: readonly SynthesizedStack[]): string => {
  for (const stack of all) {
    const output = Object.values(stack.template.Outputs ?? {}).find(({ Export }) => Export?.Name === name);
    if (output) return namesIn(stack, all)(output.Value);
  }
  throw new Error(`no stack exports ${name}`);
};
