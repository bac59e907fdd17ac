import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide } from '@tenantry/cdk-local/iam/decision';
import { compilePolicy } from '@tenantry/cdk-local/iam/statement';
import { readAssembly } from '@tenantry/cdk-local/template/assembly';
import { readModel } from '@tenantry/cdk-local/template/model';
import fc from 'fast-check';
import { synthesize } from '../../local/synthesize.ts';
import { missingForSimulate, openSimulate, type Question } from '../../prove/engines/iam-simulate/simulate.ts';
import { question } from './iam-arbitraries.ts';

const SEED = Number(process.env.TEST_SEED ?? 19);
const REQUESTS = 3000;
const SESSION = { roleArn: 'arn:aws:iam::123456789012:role/writer', sessionName: 'create' };
const PRINCIPAL = 'arn:aws:sts::123456789012:assumed-role/writer/create';

type Asked = Omit<Question, 'principal'>;

const lowered = (context: Question['context']) =>
  Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));

/** Whether ours allows a request. */
const isAllowed = ({ action, resource, context, identity, boundary }: Asked): boolean => {
  const policies = { identity: identity.flatMap(compilePolicy), boundary: boundary?.flatMap(compilePolicy), resource: [] };
  return decide(SESSION, { action, resource, context: lowered(context) }, policies) === undefined;
};

const TABLE = 'arn:aws:dynamodb:us-east-1:123456789012:table/Books';
const withCondition = (condition: object, context: Question['context']): Asked => ({
  ...{ action: 'dynamodb:GetItem', resource: TABLE, context },
  identity: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: condition }] }],
});

/** Where the two differ: what AWS does not document. Ours allows, the other does not. */
const DIFFERENCES: readonly (readonly [why: string, asked: Asked])[] = [
  [
    'a key with many values and an operator without a set',
    withCondition({ StringEquals: { 'dynamodb:LeadingKeys': 'BOOK#1' } }, { 'dynamodb:LeadingKeys': ['BOOK#1'] }),
  ],
  ['IfExists after ForAnyValue, without the key', withCondition({ 'ForAnyValue:StringEqualsIfExists': { 'aws:SourceAccount': '1' } }, {})],
  ['NumericNotEquals of what is no number', withCondition({ NumericNotEquals: { 'dynamodb:Select': '9' } }, { 'dynamodb:Select': 'ten' })],
];

/** Every identity-based policy document of the stacks that `npm start` runs. */
const readDocuments = async (): Promise<readonly object[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-iam-'));
  try {
    await synthesize(folder, []);
    const model = readModel(readAssembly(folder), () => undefined);
    const inRoles = model
      .ofType('AWS::IAM::Role')
      .flatMap((role) =>
        ((role.properties().Policies ?? []) as readonly { readonly PolicyDocument: object }[]).map((own) => own.PolicyDocument),
      );
    return [
      ...inRoles,
      ...model.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').map((own) => own.properties().PolicyDocument as object),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const plain = (text: string): string => text.replaceAll(/[*?]/g, 'x');

/** Requests that a document allows, by each of its grants, and one beside each of their parts. */
const requestsOf = (document: object): readonly Asked[] =>
  compilePolicy(document).flatMap(({ entries }) =>
    entries.flatMap((entry) => {
      const [action, resource] = [plain(entry.action), plain(entry.resource)];
      const asked = (parts: Partial<Asked>, keys: readonly string[]): Asked => ({
        ...{ action, resource, identity: [document], ...parts },
        context: { 'aws:SecureTransport': 'true', ...(keys.length > 0 && { 'dynamodb:LeadingKeys': keys }) },
      });
      const own = entry.partition === undefined ? [] : [plain(entry.partition)];
      return [
        asked({}, own),
        asked({}, [...own, 'OTHER#1']),
        asked({}, ['OTHER#1']),
        asked({ action: `${action}s` }, own),
        asked({ resource: `${resource}-other` }, own),
        asked({ resource: TABLE }, own),
      ];
    }),
  );

const missing = missingForSimulate();

describe(
  missing === undefined ? 'a second implementation of IAM' : `a second implementation of IAM (skipped: there is no ${missing})`,
  () => {
    const asked = missing === undefined ? test : test.skip;
    const compare = async (questions: readonly Asked[]) => {
      const simulate = await openSimulate();
      return questions.map((one) => ({ one, ours: isAllowed(one), theirs: simulate({ principal: PRINCIPAL, ...one }) }));
    };

    asked(`decides on ${REQUESTS} generated requests as ours does`, async () => {
      const both = await compare(fc.sample(question, { numRuns: REQUESTS, seed: SEED }));
      expect(both.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
      expect(both.filter(({ ours }) => ours).length).toBeGreaterThan(REQUESTS / 20);
    });

    asked('decides as ours does by every policy of the stacks', async () => {
      const both = await compare((await readDocuments()).flatMap(requestsOf));
      expect(both.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
      const allowed = both.filter(({ ours }) => ours).length;
      expect({ some: allowed > 300, others: both.length - allowed > 300 }).toEqual({ some: true, others: true });
    });

    asked('differs in what AWS does not document', async () => {
      const both = await compare(DIFFERENCES.map(([, one]) => one));
      expect(both.map(({ ours, theirs }) => ({ ours, theirs }))).toEqual(DIFFERENCES.map(() => ({ ours: true, theirs: false })));
    });
  },
);
