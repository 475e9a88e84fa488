import { useRef } from 'preact/hooks';
import type { Finding } from '../wire.ts';

interface EditorProps {
  readonly path: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly onInput: (text: string) => void;
}

/** Edits one file: line numbers before the lines, findings behind them and below. Plain, so that every key does what it does elsewhere. */
export function Editor({ path, text, findings, onInput }: EditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = text.split('\n');
  const go = ({ line, column }: Finding) => {
    const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(before + column - 1, before + column - 1);
  };
  const byLine = Map.groupBy(findings, ({ line }) => line);
  return (
    <>
      <div class="editor">
        <ol class="gutter" aria-hidden="true">
          {lines.map((_, at) => (
            <li key={at} class={worst(byLine.get(at + 1))}>
              {at + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          aria-label={path}
          aria-describedby="findings"
          aria-invalid={findings.some(({ severity }) => severity === 'error')}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          wrap="off"
          rows={lines.length}
          value={text}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        <ol class="notes" aria-hidden="true">
          {[...byLine].map(([line, found]) => (
            <li key={line} class={worst(found)} style={{ top: `${(line - 1) * 20}px` }} title={textOf(found)}>
              {textOf(found)}
            </li>
          ))}
        </ol>
      </div>
      <ul id="findings" class="findings" aria-live="polite">
        {findings.map((finding) => (
          <li key={`${finding.line}:${finding.column}:${finding.code}:${finding.message}`} class={finding.severity}>
            <button type="button" class="small" onClick={() => go(finding)}>
              line {finding.line}
            </button>{' '}
            {finding.message}
            {finding.fix !== null && <span class="quiet">: {finding.fix}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

function worst(findings: readonly Finding[] | undefined): string | undefined {
  if (!findings) return undefined;
  return findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
}

function textOf(findings: readonly Finding[]): string {
  return findings.map(({ message }) => message).join('; ');
}
