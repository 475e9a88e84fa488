import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Answer } from '../live.ts';
import { Refusal } from '../server.ts';

/** Shows an answer when it is here, and says what there is to say before and instead. */
export function Shown<T>({
  answer,
  children,
}: {
  answer: ReadonlySignal<Answer<T>>;
  children: (value: T) => ComponentChildren;
}) {
  const { value } = answer;
  switch (value.state) {
    case 'loading':
      return (
        <p class="quiet" aria-busy="true">
          Asking the server…
        </p>
      );
    case 'refused':
      return <Refused error={value.error} />;
    case 'here':
      return <>{children(value.value)}</>;
  }
}

/** A refusal in the server's own words: what it was, what was found, and what to do. */
export function Refused({ error }: { error: Error }) {
  if (!(error instanceof Refusal)) {
    return (
      <div class="notice bad" role="alert">
        <strong>The server does not answer</strong> This page tries again by itself.
      </div>
    );
  }
  const { suggestion, findings = [] } = error.problem;
  return (
    <div class="notice bad" role="alert">
      <strong>{error.message}</strong>
      {suggestion !== undefined && <p>Try: {suggestion}</p>}
      {findings.map(({ file, line, column, message }) => (
        <p key={`${file}:${line}:${column}:${message}`}>
          <code>
            {file}:{line}:{column}
          </code>{' '}
          {message}
        </p>
      ))}
    </div>
  );
}

/** What a list says that has nothing to show: why, and what to do. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{title}</p>
      {children}
    </div>
  );
}
