import './log.css';
import { useState } from 'preact/hooks';
import { plain, stretches } from '../parts/ansi.ts';
import { go } from '../router.ts';
import type { Line, LiveLog } from './lines.ts';
import { useList, without } from './list.ts';
import { useHits, withHits } from './search.ts';
import { FoldAll, Search } from './tools.tsx';

const ERROR = /\b(?:error|fatal|failed|failure|exception|traceback|not found|no such file)\b/i;

/** Shows a log of any length. `failed`: there is an error to go to. */
export function LogView({ log, failed }: { log: LiveLog; failed: boolean }) {
  const list = useList(log);
  const [search, setSearch] = useState('');
  const wanted = search.toLowerCase();
  const hits = useHits(log, wanted);
  const [current, setCurrent] = useState<number | undefined>();
  const look = (text: string) => {
    setSearch(text);
    setCurrent(undefined);
  };
  const visit = (line: number) => {
    setCurrent(line);
    list.show(line);
  };
  const { folded, setFolded, following, setFollowing } = list;
  const toggle = (step: number) => {
    setFollowing(false);
    setFolded(folded.has(step) ? without(folded, step) : new Set([...folded, step]));
  };
  return (
    <section class="log">
      <div class="tools">
        <Search {...{ search, look, hits, current, visit }} from={list.top} />
        {failed && (
          <button
            type="button"
            onClick={() => {
              const at = errorOf(log);
              markLine(log.lines[at]?.sequence ?? 0);
              list.show(at);
            }}
          >
            Jump to the error
          </button>
        )}
        {log.steps.length > 0 && <FoldAll log={log} folded={folded} setFolded={setFolded} />}
        <button type="button" aria-pressed={following} onClick={() => setFollowing(!following)}>
          {following ? 'Pause' : 'Follow'}
        </button>
        <State log={log} />
      </div>
      <div
        class="lines"
        ref={list.box}
        onScroll={list.scrolled}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Log"
      >
        <div style={{ height: `${list.height}px` }}>
          <ol style={{ transform: `translateY(${list.offset}px)` }}>
            {list.shown.map((at) => {
              const line = log.lines[at];
              if (!line) return null;
              const isFolded = log.steps.includes(at) ? folded.has(at) : undefined;
              const isMarked = line.sequence === list.marked || at === current;
              return <Row key={line.sequence} {...{ line, wanted, isMarked, isFolded }} toggle={() => toggle(at)} />;
            })}
          </ol>
        </div>
      </div>
    </section>
  );
}

function State({ log }: { log: LiveLog }) {
  if (!log.connected.value && !log.ended.value) {
    return (
      <span class="bad" role="status">
        Not connected: this goes on after line {log.lines.at(-1)?.sequence ?? 0} by itself
      </span>
    );
  }
  return (
    <span class="quiet">
      {log.count.value.toLocaleString('en')} lines{log.ended.value ? '' : ', running'}
    </span>
  );
}

interface RowProps {
  readonly line: Line;
  readonly wanted: string;
  readonly isMarked: boolean;
  /** Absent: no step begins here. */
  readonly isFolded: boolean | undefined;
  readonly toggle: () => void;
}

function Row({ line: { sequence, text, time }, wanted, isMarked, isFolded, toggle }: RowProps) {
  const look = [isMarked ? 'marked' : '', isFolded === undefined ? '' : 'step'].join(' ').trim();
  const mark = (event: MouseEvent) => {
    event.preventDefault();
    markLine(sequence);
  };
  return (
    <li class={look}>
      <a class="line-number" href={`#L${sequence}`} title={time} onClick={mark}>
        {sequence}
      </a>
      {isFolded !== undefined && (
        <button
          type="button"
          class="fold"
          aria-expanded={!isFolded}
          aria-label={`Step ${plain(text)}`}
          onClick={toggle}
        />
      )}
      <span class="line">
        {withHits(stretches(text), wanted).map(({ text: part, classes }) =>
          classes === '' ? part : <span class={classes}>{part}</span>,
        )}
      </span>
    </li>
  );
}

/** Marks a line, in the address too. */
function markLine(sequence: number): void {
  go(`#L${sequence}`, 'replace');
}

/** The place of the first line of the last step that reads like an error; else of the last line. */
function errorOf({ lines, steps }: LiveLog): number {
  const from = (steps.at(-1) ?? -1) + 1;
  const found = lines.findIndex(({ text }, at) => at >= from && ERROR.test(plain(text)));
  return found < 0 ? lines.length - 1 : found;
}
