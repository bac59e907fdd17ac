import { v5 } from 'uuid';

/** The parts of a CycloneDX bill of materials that are looked at here. */
export interface CycloneDx {
  readonly serialNumber?: string;
  readonly metadata: { readonly timestamp?: string; readonly component: { readonly name: string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly properties?: readonly { readonly name: string }[];
}

/** A bill without what is only needed to develop. `npm sbom --omit=dev` would also leave out what production shares with it. */
export const production = ({ components, dependencies, ...rest }: CycloneDx): CycloneDx => {
  const isForDevelopment = ({ properties = [] }: Component) => properties.some(({ name }) => name === 'cdx:npm:package:development');
  const omitted = new Set(components.filter(isForDevelopment).map((component) => component['bom-ref']));
  const isKept = (ref: string): boolean => !omitted.has(ref);

  return {
    ...rest,
    components: components.filter((component) => isKept(component['bom-ref'])),
    dependencies: dependencies
      .filter(({ ref }) => isKept(ref))
      .map((dependency) => ({ ...dependency, ...(dependency.dependsOn && { dependsOn: dependency.dependsOn.filter(isKept) }) })),
  };
};

/**
 * npm's bill with what differs between two runs taken out: the component's name, which is that of the folder, the time, and a random serial
 * number, for which there is one of what the bill says.
 */
export const bill = ({ serialNumber: _, metadata, ...rest }: CycloneDx, name: string, epoch: string | undefined): object => {
  const { timestamp: __, component, ...facts } = metadata;
  const lasting = {
    ...rest,
    metadata: { ...(epoch !== undefined && { timestamp: timeOf(epoch) }), ...facts, component: { ...component, name } },
  };
  return { serialNumber: `urn:uuid:${v5(JSON.stringify(lasting), v5.URL)}`, ...lasting };
};

/** Reproducible Builds, `SOURCE_DATE_EPOCH`: seconds since 1970. */
const timeOf = (epoch: string): string => {
  if (!/^\d{1,11}$/.test(epoch)) throw new Error(`SOURCE_DATE_EPOCH must be a number of seconds, and is "${epoch}"`);
  return new Date(Number(epoch) * 1000).toISOString();
};
