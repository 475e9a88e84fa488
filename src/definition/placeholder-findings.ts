import type { Span } from '../diagnostics/diagnostic.ts';
import type { Findings } from './findings.ts';
import { nearest } from './nearest.ts';
import { fillPlaceholders, type UnfilledPlaceholder } from './placeholders.ts';

/** A text of a YAML file, with the place of the whole value in the file. */
export interface PlacedText {
  readonly text: string;
  readonly span: Span;
  /** The file's text, to find a placeholder inside the value as it is written, quotes and escapes included. */
  readonly source: string;
}

/** Fills the placeholders of a value and reports those that have no value, each at its own place. */
export function fillReporting(
  value: PlacedText,
  values: Readonly<Record<string, string | undefined>>,
  findings: Findings,
): string {
  const { text, unfilled } = fillPlaceholders(value.text, values);
  for (const placeholder of unfilled) reportUnfilled(placeholder, value, values, findings);
  return text;
}

function reportUnfilled(
  placeholder: UnfilledPlaceholder,
  value: PlacedText,
  values: Readonly<Record<string, string | undefined>>,
  findings: Findings,
): void {
  const { name } = placeholder;
  const span = spanInside(value, placeholder);
  if (Object.hasOwn(values, name)) {
    const fix = name === 'version' ? 'give the image a version' : 'name a registry in caskwright.yaml';
    findings.error(span, 'unknown-placeholder', `{${name}} has no value here`, { fix });
    return;
  }
  const meant = nearest(name, Object.keys(values));
  const fix = meant ? `did you mean {${meant}}?` : 'write {{ where a brace is meant';
  findings.error(span, 'unknown-placeholder', `there is no placeholder {${name}}`, { fix });
}

function spanInside({ span, source }: PlacedText, { name, occurrence }: UnfilledPlaceholder): Span {
  const written = `{${name}`;
  let at = span.start - 1;
  for (let found = 0; found <= occurrence; found++) {
    at = source.indexOf(written, at + 1);
    if (at < 0 || at >= span.end) return span;
  }
  const end = at + written.length;
  return { start: at, end: source[end] === '}' ? end + 1 : end };
}
