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

/**
 * Returns a bill without development packages. `npm sbom --omit=dev` would also leave out packages
 * that production shares with them.
 */
export const withoutDevelopment = ({ components, dependencies, ...rest }: CycloneDx): CycloneDx => {
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
 * Removes from npm's bill what differs between two runs: the component's name, which is the
 * folder's, the time, and the random serial number, which becomes a hash of the bill.
 */
export const makeReproducible = ({ serialNumber: _, metadata, ...rest }: CycloneDx, name: string, epoch: string | undefined): object => {
  const { timestamp: __, component, ...facts } = metadata;
  const lasting = {
    ...rest,
    metadata: { ...(epoch !== undefined && { timestamp: timeOf(epoch) }), ...facts, component: { ...component, name } },
  };
  return { serialNumber: `urn:uuid:${v5(JSON.stringify(lasting), v5.URL)}`, ...lasting };
};

/** Reads `SOURCE_DATE_EPOCH` (Reproducible Builds): seconds since 1970. */
const timeOf = (epoch: string): string => {
  if (!/^\d{1,11}$/.test(epoch)) throw new Error(`SOURCE_DATE_EPOCH must be a number of seconds, and is "${epoch}"`);
  return new Date(Number(epoch) * 1000).toISOString();
};
