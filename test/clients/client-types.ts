import { isProblem, isProblemOf, type Organization, type TenantryClient } from '../../client/index.ts';

const fields = { resellerId: 'r', name: 'Contoso', email: 'it@contoso.example', allowedUsers: 5 };
const one = { resellerId: 'r', id: 'o' };

/** What must compile, with the type that it has. */
export const mustCompile = async (client: TenantryClient, error: unknown) => {
  const made: Organization = await client.organizations.create(fields);
  const status: number = (await client.organizations.create(fields, { dryRun: true })).status;
  await client.organizations.update({ ...made, ...one, name: 'x' }, { ifMatch: made });
  await client.organizations.update({ ...one, description: null });
  const items: string[] = [];
  for await (const { name } of client.organizations.list({ resellerId: 'r', sort: '-createdAt' })) items.push(name);
  for await (const { id } of client.partners.list()) id.toFixed();
  if (isProblem(error)) {
    if (error.code === 'limit-reached') error.problem.limit.toFixed();
    if (error.code === 'name-taken') error.problem.name.toUpperCase();
  }
  if (isProblemOf(error, 'deleteReseller') && error.code === 'reseller-not-empty') error.problem.count.toFixed();
  return [made, status, items];
};

/** What must not compile: `tsc` fails where an error is expected and does not come. */
export const mustNotCompile = async (client: TenantryClient, error: unknown, credential: { readonly id: string }) => {
  // @ts-expect-error a required member of the body is missing
  await client.organizations.create({ resellerId: 'r', name: 'Contoso', allowedUsers: 5 });
  // @ts-expect-error a parameter of the path is missing
  await client.organizations.get({ id: 'o' });
  // @ts-expect-error a member that there is not
  await client.organizations.create({ ...fields, colour: 'red' });
  // @ts-expect-error a value of another type
  await client.organizations.create({ ...fields, allowedUsers: '5' });
  // @ts-expect-error an order that there is not
  client.organizations.list({ resellerId: 'r', sort: 'name' });
  // @ts-expect-error an operation without a version
  await client.credentials.delete({ id: 1, credentialId: 'c' }, { ifMatch: 1 });
  // @ts-expect-error an entity without a version
  await client.organizations.delete(one, { ifMatch: credential });
  // @ts-expect-error a key of an operation that takes none
  await client.organizations.delete(one, { idempotencyKey: 'k' });
  // @ts-expect-error a dry run of an operation that has none
  await client.organizations.delete(one, { dryRun: true });
  // @ts-expect-error a report of a dry run is no organization
  const made: Organization = await client.organizations.create(fields, { dryRun: true });
  // @ts-expect-error a list is no promise
  await client.organizations.list({ resellerId: 'r' }).then();
  // @ts-expect-error a code that there is not
  isProblem(error, 'name-is-taken');
  // @ts-expect-error a member of another code
  if (isProblem(error, 'name-taken')) error.problem.purgeAt.toUpperCase();
  // @ts-expect-error a code that the operation does not answer
  if (isProblemOf(error, 'getOrganization') && error.code === 'name-taken') throw error;
  // @ts-expect-error an operation that there is not
  isProblemOf(error, 'getOrganisation');
  return made;
};
