import { type Resource, resourcesOf, templatesOf } from './installation-template.ts';
import type { InstallationName } from './installations.ts';

/** The functions of an installation, by their place in the stack. */
const functionsOf = (installation: InstallationName): ReadonlyMap<string, Resource['Properties']> => {
  const functions = resourcesOf(templatesOf(installation).api, 'AWS::Lambda::Function');
  return new Map(functions.map(([id, { Properties }]) => [id.replace(/(Function)?[0-9A-F]{8}$/, ''), Properties]));
};

const functions = functionsOf('dev');
const variablesOf = (of: ReadonlyMap<string, Resource['Properties']>, place: string) =>
  (of.get(place)?.Environment as { readonly Variables: Readonly<Record<string, unknown>> } | undefined)?.Variables;

describe('the time in which a deleted organization can be restored', () => {
  it.each([
    ['unless it is configured', 'dev', '30'],
    ['as configured', 'changed', '1'],
  ] as const)('is told to the function that deletes, %s (%s), as %s days', (_, installation, days) => {
    expect(variablesOf(functionsOf(installation), 'OrganizationsDelete')).toMatchObject({ RESTORE_DAYS: days });
  });

  it('is told to no other function: what was deleted says itself until when', () => {
    const told = [...functions.keys()].filter((place) => Object.hasOwn(variablesOf(functions, place) ?? {}, 'RESTORE_DAYS'));
    expect(told).toEqual(['OrganizationsDelete']);
  });
});

it('a batch has almost the 30 seconds that the gateway waits, every other operation 10', () => {
  const timeouts = new Map([...functions].map(([place, { Timeout }]) => [place, Timeout]));
  expect(timeouts.get('OrganizationsBatch')).toBe(29);
  const operations = [...timeouts].filter(([place]) => /^(Partners|Contacts|Credentials|Resellers|Organizations)/.test(place));
  expect(operations.length).toBeGreaterThan(20);
  expect(operations.filter(([place, timeout]) => place !== 'OrganizationsBatch' && timeout !== 10)).toEqual([]);
});
