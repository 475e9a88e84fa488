/** A placeholder that could not be filled. */
export interface UnfilledPlaceholder {
  /** What stands between the braces. */
  readonly name: string;
  /** As it stands in the text, with what braces it has. */
  readonly written: string;
  /** How many of the same look stand before it. */
  readonly occurrence: number;
}

/** A text with its placeholders filled in, and those that have no value (left as they are). */
export interface FilledText {
  readonly text: string;
  readonly unfilled: readonly UnfilledPlaceholder[];
}

/**
 * Fills `{name}` from `values`; `{{` stands for a brace. Every other character, a closing brace too, stands for
 * itself.
 */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string | undefined>>): FilledText {
  if (!text.includes('{')) return { text, unfilled: [] };
  const unfilled: UnfilledPlaceholder[] = [];
  const seen = new Map<string, number>();
  const filled = text.replace(/\{\{|\{([^{}]*)\}?/g, (whole: string, name: string | undefined) => {
    if (name === undefined) return '{';
    const value = whole.endsWith('}') && Object.hasOwn(values, name) ? values[name] : undefined;
    const occurrence = seen.get(whole) ?? 0;
    seen.set(whole, occurrence + 1);
    if (value === undefined) unfilled.push({ name, written: whole, occurrence });
    return value ?? whole;
  });
  return { text: filled, unfilled };
}
