import { type Statement, statementsIn } from './statements.ts';
import type { TemplateResource } from './template.ts';

interface ResourceRule {
  readonly id: string;
  readonly description: string;
  readonly isBroken: (resource: TemplateResource) => boolean;
}

/**
 * The rules of every resource. cdk-nag only checks wildcards in the policies of roles; these check
 * the policies of resources, too.
 */
export const RESOURCE_RULES: readonly ResourceRule[] = [
  {
    id: 'open-principal',
    description: 'A policy allows something to everybody: name who, or a condition.',
    isBroken: ({ Properties }) => allowStatements(Properties).some(({ Principal, Condition }) => isEverybody(Principal) && !Condition),
  },
  {
    id: 'wildcard-action',
    description: 'A policy allows every action of a service: name the actions.',
    isBroken: ({ Properties }) =>
      allowStatements(Properties).some(
        ({ Action, Principal }) => [Action].flat().some((action) => action.endsWith('*')) && !isAccount(Principal),
      ),
  },
  {
    id: 'unbound-service',
    description: 'A service may do this for anybody: bind it to the resource or account it acts for (aws:SourceArn, aws:SourceAccount).',
    isBroken: ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Permission'
        ? !Properties?.SourceArn && !Properties?.SourceAccount
        : Type !== 'AWS::IAM::Role' &&
          allowStatements(Properties).some((statement) => isService(statement.Principal) && !isBound(statement)),
  },
  {
    id: 'own-log',
    description: 'A function without a log group of its own logs to one that Lambda makes and keeps for ever.',
    isBroken: ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' && !(Properties?.LoggingConfig as { readonly LogGroup?: unknown } | undefined)?.LogGroup,
  },
  {
    id: 'log-retention',
    description: 'A log group without a retention is kept for ever.',
    isBroken: ({ Type, Properties }) => Type === 'AWS::Logs::LogGroup' && !Properties?.RetentionInDays,
  },
  {
    id: 'environment-size',
    description: 'The environment of a function holds more than the 4 KB that Lambda takes.',
    isBroken: ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && JSON.stringify(Properties?.Environment ?? {}).length > 4096,
  },
];

const allowStatements = (properties: unknown): readonly Statement[] => statementsIn(properties).filter(({ Effect }) => Effect === 'Allow');

const isEverybody = (principal: unknown): boolean => ['"*"', '{"AWS":"*"}'].includes(JSON.stringify(principal ?? ''));

// What a key leaves to the account's own IAM policies is decided there.
const isAccount = (principal: unknown): boolean => /:iam::.*:root"/.test(JSON.stringify(principal ?? ''));

const isService = (principal: unknown): boolean => typeof principal === 'object' && principal !== null && 'Service' in principal;

const isBound = ({ Condition = {} }: Statement): boolean =>
  Object.values(Condition).some((keys) =>
    Object.keys(keys).some((key) => /^(aws:Source(Arn|Account)|kms:(ViaService|EncryptionContext.*))$/i.test(key)),
  );
