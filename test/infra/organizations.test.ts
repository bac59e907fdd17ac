import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../../cdk.json' with { type: 'json' };
import { readSettings } from '../../lib/configuration.ts';
import type { Context } from '../../lib/configuration-overrides.ts';
import { addInstallation } from '../../lib/installation.ts';
import { type Resource, resourcesOf, stageConfiguration } from './installation-template.ts';

/** The functions of an installation with these overrides, by their place in the stack. */
const functionsOf = (context: Context = {}): ReadonlyMap<string, Resource['Properties']> => {
  const app = new App({ context: { ...cdk.context, 'aws:cdk:bundling-stacks': [] } });
  const { api } = addInstallation(app, readSettings(context, { dev: stageConfiguration }));
  const functions = resourcesOf(Template.fromStack(api), 'AWS::Lambda::Function');
  return new Map(functions.map(([id, { Properties }]) => [id.replace(/(Function)?[0-9A-F]{8}$/, ''), Properties]));
};

const functions = functionsOf();
const variablesOf = (of: ReadonlyMap<string, Resource['Properties']>, place: string) =>
  (of.get(place)?.Environment as { readonly Variables: Readonly<Record<string, unknown>> } | undefined)?.Variables;

describe('the time in which a deleted organization can be restored', () => {
  it.each([
    [{}, '30'],
    [{ 'tenantry:restoreDays': '1' }, '1'],
    [{ 'tenantry:restoreDays': '365' }, '365'],
  ])('with the configuration %p is told to the function that deletes as %s days', (context, days) => {
    expect(variablesOf(functionsOf(context), 'OrganizationsDelete')).toMatchObject({ RESTORE_DAYS: days });
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
