import type { Failure } from '../wire.ts';

/** What failed, where, why, and what to do: the answer first, the machinery last. */
export function FailureNotice({ image, failure, build }: { image: string; failure: Failure; build?: number }) {
  return (
    <article class="notice bad failure">
      <p>
        <strong>{image}</strong> failed in {failure.phase}
        {failure.dockerfileLine !== undefined && <> at line {failure.dockerfileLine} of its Dockerfile</>}:{' '}
        <bdi>{failure.message}</bdi>
      </p>
      {failure.suggestion !== undefined && (
        <p>
          Try: <bdi>{failure.suggestion}</bdi>
        </p>
      )}
      {failure.lastLines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
        <pre tabIndex={0}>{failure.lastLines.join('\n')}</pre>
      )}
      {build !== undefined && <a href={`/builds/${build}`}>Whole log</a>}
    </article>
  );
}
