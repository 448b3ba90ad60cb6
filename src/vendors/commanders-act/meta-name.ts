/** Placeholder until the mapping table is merged. */
export function isMetaNameOf(name: string, metaName: string): boolean {
  return name.replaceAll('_', '').toLowerCase() === metaName.toLowerCase();
}
