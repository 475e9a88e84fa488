/** A value of JSON or YAML that nothing is known of yet. */
export type Plain = unknown;

export function isMap(value: Plain): value is Readonly<Record<string, Plain>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text, number or truth value as a text; undefined for anything else and for an empty text. */
export function textOf(value: Plain): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list; empty for anything else. */
export function listOf(value: Plain): readonly string[] {
  return Array.isArray(value) ? value.map(textOf).filter((text) => text !== undefined) : [];
}

/** The texts of a mapping; empty for anything else. */
export function textsOf(value: Plain): Record<string, string> {
  const entries = isMap(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.flatMap(([key, item]) => (textOf(item) === undefined ? [] : [[key, String(item)]])),
  );
}
