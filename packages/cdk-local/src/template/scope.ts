/** Resolves the names in the intrinsic functions of one stack; undefined for an unknown name. */
export interface Scope {
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  /** The unresolved definition of a condition. */
  condition(name: string): unknown;
  findInMap(map: string, top: string, second: string): unknown;
  /** Replaces `{{resolve:…}}` references inside a string. */
  dynamicReference(text: string): string;
}
