/** A function of a template, by the hash of its code and the id of its role. */
export const lambda = (hash: string, roleId: string, Variables: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Timeout: 30,
    Role: { 'Fn::GetAtt': [roleId, 'Arn'] },
    Environment: { Variables },
  },
});
