/** A partner as it is stored, with its places in the indexes. */
export interface PlacedPartner {
  readonly id: number;
  readonly ancestors: readonly number[];
  readonly isActive: boolean;
  readonly childCount: number;
  readonly version: number;
  readonly gsi1pk: string;
  readonly gsi2pk: string;
  readonly gsi2sk: string;
}

/**
 * Returns what is wrong with partners: nothing when the path of each is its parent's and one more,
 * and each is indexed where it stands and counts its children.
 */
export const hierarchyFaults = (partners: ReadonlyMap<number, PlacedPartner>): readonly string[] => {
  const families = Map.groupBy(partners.values(), ({ ancestors: above }) => above.at(-1));
  return [...partners.values()].flatMap(({ id, ancestors, childCount, gsi1pk, gsi2pk, gsi2sk }) => {
    const parent = partners.get(ancestors.at(-1) ?? 0);
    const children = families.get(id)?.length ?? 0;
    const path = [...ancestors, id];
    const faults = [
      ancestors.length > 0 &&
        String([...(parent?.ancestors ?? []), parent?.id]) !== String(ancestors) &&
        'has another path than its parent',
      new Set(path).size < path.length && 'stands below itself',
      path.length > 10 && 'stands below level 10',
      childCount !== children && `counts ${childCount} children of ${children}`,
      gsi1pk !== `CHILDREN#${ancestors.at(-1) ?? 0}` && 'is listed below another',
      (gsi2pk !== `TREE#${path[0]}` || gsi2sk !== `/${path.join('/')}/`) && 'has another place in the tree',
    ];
    return faults.filter((fault) => fault !== false).map((fault) => `${id} ${fault}`);
  });
};
