import { useState } from 'preact/hooks';
import { Refused } from './shown.tsx';

/** A button that does something on the server, says that it does, and says why where it did not. */
export function Action({
  label,
  name,
  sure,
  danger,
  run,
}: {
  label: string;
  /** What it is called where the label alone does not say what it is about. */
  name?: string;
  /** What to confirm first; absent: nothing. */
  sure?: string;
  danger?: boolean;
  run: () => Promise<unknown>;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | undefined>();
  const act = async () => {
    if (sure !== undefined && !confirm(sure)) return;
    setBusy(true);
    setError(undefined);
    await run().catch(setError);
    setBusy(false);
  };
  return (
    <>
      <button
        type="button"
        class={danger ? 'danger' : undefined}
        aria-label={name}
        title={name}
        disabled={busy}
        onClick={() => void act()}
      >
        {busy ? `${label}…` : label}
      </button>
      {error && <Refused error={error} />}
    </>
  );
}

/** A text with a button that copies it. */
export function Copyable({ text, shown = text }: { text: string; shown?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <span class="copyable">
      <code title={shown === text ? undefined : text}>{shown}</code>
      <button type="button" class="small" aria-label={`Copy ${text}`} onClick={() => void copy()}>
        {copied ? 'copied' : 'copy'}
      </button>
    </span>
  );
}
