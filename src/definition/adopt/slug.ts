/** The nearest text that can be a part of a name (OCI distribution spec 1.1, <name>); `''` where nothing is left. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/[._-]{2,}/g, (run) => (/^(?:-+|__)$/.test(run) ? run : '-'))
    .replaceAll(/^[._-]+|[._-]+$/g, '');
}
