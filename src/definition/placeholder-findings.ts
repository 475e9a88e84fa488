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

/** Longest text that placeholders are looked for in. */
const MAX_LENGTH = 4096;

/** Fills the placeholders of a value and reports those that have no value, each at its own place. */
export function fillReporting(
  value: PlacedText,
  values: Readonly<Record<string, string | undefined>>,
  findings: Findings,
): string {
  if (value.text.length > MAX_LENGTH) {
    findings.error(value.span, 'schema-value', `the value has more than ${MAX_LENGTH} characters`);
    return value.text;
  }
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

/** Finds the placeholder in the value as it is written, where a doubled brace is no start of one. */
function spanInside({ span, source }: PlacedText, { written, occurrence }: UnfilledPlaceholder): Span {
  let left = occurrence;
  for (let at = span.start; at < span.end; at++) {
    if (source.startsWith('{{', at)) at += 1;
    else if (source.startsWith(written, at)) {
      if (left === 0) return { start: at, end: at + written.length };
      left -= 1;
    }
  }
  return span;
}
