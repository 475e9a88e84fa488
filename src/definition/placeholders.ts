/** A placeholder that could not be filled. */
export interface UnfilledPlaceholder {
  /** What stands between the braces. */
  readonly name: string;
  /** Where the placeholder stands among all texts of the same look, from 0: finds it in the source again. */
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
  const filled = text.replace(/\{\{|\{([^{}]*)\}?/g, (whole: string, name: string | undefined, offset: number) => {
    if (name === undefined) return '{';
    const value = whole.endsWith('}') && Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) unfilled.push({ name, occurrence: text.slice(0, offset).split(`{${name}`).length - 1 });
    return value ?? whole;
  });
  return { text: filled, unfilled };
}
