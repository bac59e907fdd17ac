import { type Statement, statementsIn } from './statements.ts';
import type { TemplateResource } from './template.ts';

interface ResourceRule {
  readonly id: string;
  readonly description: string;
  readonly broken: (resource: TemplateResource) => boolean;
}

/** What every resource keeps to. cdk-nag looks for wildcards in the policies of roles only; these look at the policies of resources, too. */
export const RESOURCE_RULES: readonly ResourceRule[] = [
  {
    id: 'open-principal',
    description: 'A policy allows something to everybody: name who, or a condition.',
    broken: ({ Properties }) => allowed(Properties).some(({ Principal, Condition }) => isEverybody(Principal) && !Condition),
  },
  {
    id: 'wildcard-action',
    description: 'A policy allows every action of a service: name the actions.',
    broken: ({ Properties }) =>
      allowed(Properties).some(({ Action, Principal }) => [Action].flat().some((action) => action.endsWith('*')) && !isAccount(Principal)),
  },
  {
    id: 'unbound-service',
    description: 'A service may do this for anybody: bind it to the resource or account it acts for (aws:SourceArn, aws:SourceAccount).',
    broken: ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Permission'
        ? !Properties?.SourceArn && !Properties?.SourceAccount
        : Type !== 'AWS::IAM::Role' && allowed(Properties).some((statement) => isService(statement.Principal) && !isBound(statement)),
  },
  {
    id: 'own-log',
    description: 'A function without a log group of its own logs to one that Lambda makes and keeps for ever.',
    broken: ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' && !(Properties?.LoggingConfig as { readonly LogGroup?: unknown } | undefined)?.LogGroup,
  },
  {
    id: 'log-retention',
    description: 'A log group without a retention is kept for ever.',
    broken: ({ Type, Properties }) => Type === 'AWS::Logs::LogGroup' && !Properties?.RetentionInDays,
  },
  {
    id: 'environment-size',
    description: 'The environment of a function holds more than the 4 KB that Lambda takes.',
    broken: ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && JSON.stringify(Properties?.Environment ?? {}).length > 4096,
  },
];

const allowed = (properties: unknown): readonly Statement[] => statementsIn(properties).filter(({ Effect }) => Effect === 'Allow');

const isEverybody = (principal: unknown): boolean => ['"*"', '{"AWS":"*"}'].includes(JSON.stringify(principal ?? ''));

// What a key leaves to the account's own IAM policies is for those to say.
const isAccount = (principal: unknown): boolean => /:iam::.*:root"/.test(JSON.stringify(principal ?? ''));

const isService = (principal: unknown): boolean => typeof principal === 'object' && principal !== null && 'Service' in principal;

const isBound = ({ Condition = {} }: Statement): boolean =>
  Object.values(Condition).some((keys) =>
    Object.keys(keys).some((key) => /^(aws:Source(Arn|Account)|kms:(ViaService|EncryptionContext.*))$/i.test(key)),
  );
