import { type Signal, signal } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { stretches } from './ansi.ts';

export interface Line {
  readonly sequence: number;
  readonly text: string;
}

/** A log as it comes: lines in order, without gap or repeat. */
export interface LiveLog {
  readonly lines: Signal<readonly Line[]>;
  readonly ended: Signal<boolean>;
  close(): void;
}

/** Reads a build's log from its start and follows it. The stream goes on where it broke, by sequence number. */
export function followLog(build: number): LiveLog {
  const lines = signal<readonly Line[]>([]);
  const ended = signal(false);
  const stream = new EventSource(`/api/v1/builds/${build}/logs/stream`);
  let arrived: Line[] = [];
  let frame = 0;
  // Lines of one frame are shown together: a fast build does not make the page draw for each.
  const show = () => {
    frame = 0;
    lines.value = [...lines.value, ...arrived];
    arrived = [];
  };
  stream.addEventListener('message', (event) => {
    const line = JSON.parse(event.data) as Line;
    const last = (arrived.at(-1) ?? lines.value.at(-1))?.sequence ?? 0;
    if (line.sequence <= last) return;
    arrived.push(line);
    frame ||= requestAnimationFrame(show);
  });
  stream.addEventListener('end', () => {
    ended.value = true;
    stream.close();
  });
  return {
    lines,
    ended,
    close() {
      stream.close();
      cancelAnimationFrame(frame);
    },
  };
}

const ROW = 20;
const MARGIN = 30;

/** Shows a log of any length: only the lines in sight are in the document. */
export function LogView({ log }: { log: LiveLog }) {
  const box = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(!location.hash);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [search, setSearch] = useState('');
  const lines = log.lines.value;
  const hits = useMemo(() => hitsOf(lines, search), [lines, search]);
  const marked = Number(/^#L(\d+)$/.exec(location.hash)?.[1] ?? 0);

  const scrollTo = (at: number) => box.current?.scrollTo({ top: at * ROW - view.height / 3 });
  useEffect(() => {
    if (marked > 0 && lines.length >= marked) scrollTo(lines.findIndex(({ sequence }) => sequence === marked));
  }, [marked, lines.length >= marked]);
  useEffect(() => {
    if (following) box.current?.scrollTo({ top: lines.length * ROW });
  }, [following, lines.length]);
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const resized = new ResizeObserver(() => setView({ top: current.scrollTop, height: current.clientHeight }));
    resized.observe(current);
    return () => resized.disconnect();
  }, []);

  const scrolled = () => {
    const { current } = box;
    if (!current) return;
    setView({ top: current.scrollTop, height: current.clientHeight });
    setFollowing(current.scrollTop + current.clientHeight >= current.scrollHeight - ROW);
  };
  const first = Math.max(0, Math.floor(view.top / ROW) - MARGIN);
  const shown = lines.slice(first, Math.ceil((view.top + view.height) / ROW) + MARGIN);
  const next = () => scrollTo(hits.find((at) => at * ROW > view.top + view.height / 3) ?? hits[0] ?? 0);
  const error = lines.findIndex(({ text }) => /\b(?:error|failed)\b/i.test(text));

  return (
    <section class="log">
      <div class="tools">
        <label>
          <span class="unseen">Search in the log</span>
          <input
            type="search"
            placeholder="Search"
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && next()}
          />
        </label>
        {search !== '' && <span class="quiet">{hits.length} lines</span>}
        {error >= 0 && (
          <button
            type="button"
            onClick={() => {
              setFollowing(false);
              scrollTo(error);
            }}
          >
            Jump to the error
          </button>
        )}
        <button type="button" aria-pressed={following} onClick={() => setFollowing(!following)}>
          {following ? 'Pause' : 'Follow'}
        </button>
        <span class="quiet">
          {lines.length} lines{log.ended.value ? '' : ', running'}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1) */}
      <div class="lines" ref={box} onScroll={scrolled} tabIndex={0} role="log" aria-label="Log">
        <div style={{ height: `${lines.length * ROW}px` }}>
          <ol style={{ transform: `translateY(${first * ROW}px)` }}>
            {shown.map(({ sequence, text }) => (
              <li
                key={sequence}
                class={sequence === marked ? 'marked' : search !== '' && text.includes(search) ? 'hit' : undefined}
              >
                <a class="line-number" id={`L${sequence}`} href={`#L${sequence}`}>
                  {sequence}
                </a>
                <span class="line">
                  {stretches(text).map(({ text: part, classes }) =>
                    classes === '' ? part : <span class={classes}>{part}</span>,
                  )}
                </span>
              </li>
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
}

function hitsOf(lines: readonly Line[], search: string): readonly number[] {
  if (search === '') return [];
  return lines.flatMap(({ text }, at) => (text.includes(search) ? [at] : []));
}
