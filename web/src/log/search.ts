import { useEffect, useRef, useState } from 'preact/hooks';
import { plain, type Stretch } from '../parts/ansi.ts';
import type { Line, LiveLog } from './lines.ts';

/** A search that goes on where it stopped. */
interface Search {
  /** In small letters. */
  readonly wanted: string;
  readonly hits: number[];
  /** The place of the line that comes next. */
  next: number;
}

/** How long the page may be busy with searching at one time, in ms. */
const SLICE = 8;

/** Places of the lines that hold `wanted`, in capitals or not, as far as they were looked at; goes on as lines come. */
export function useHits(log: LiveLog, wanted: string): readonly number[] {
  const search = useRef<Search>({ wanted: '', hits: [], next: 0 });
  const [, draw] = useState(0);
  const count = log.count.value;
  useEffect(() => {
    if (search.current.wanted !== wanted) search.current = { wanted, hits: [], next: 0 };
    if (wanted === '') return;
    let later: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      goOn(search.current, log.lines, performance.now() + SLICE);
      draw((times) => times + 1);
      if (search.current.next < log.lines.length) later = setTimeout(look);
    };
    look();
    return () => clearTimeout(later);
  }, [log, wanted, count]);
  return search.current.wanted === wanted ? search.current.hits : [];
}

function goOn(search: Search, lines: readonly Line[], deadline: number): void {
  for (; search.next < lines.length; search.next += 1) {
    if (search.next % 256 === 0 && performance.now() > deadline) return;
    const { text } = lines[search.next] as Line;
    if (plain(text).toLowerCase().includes(search.wanted)) search.hits.push(search.next);
  }
}

/** The stretches of a line, cut so that what was searched for stands in stretches of class `hit`. */
export function withHits(line: readonly Stretch[], wanted: string): readonly Stretch[] {
  if (wanted === '') return line;
  const whole = line
    .map(({ text }) => text)
    .join('')
    .toLowerCase();
  const inside = new Array<boolean>(whole.length).fill(false);
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + wanted.length)) {
    inside.fill(true, at, at + wanted.length);
  }
  let from = 0;
  return line.flatMap(({ text, classes }) => {
    const cut: Stretch[] = [];
    for (const end = from + text.length; from < end; ) {
      const isHit = inside[from] ?? false;
      let to = from + 1;
      while (to < end && (inside[to] ?? false) === isHit) to += 1;
      const start = text.length - (end - from);
      cut.push({ text: text.slice(start, start + to - from), classes: isHit ? `${classes} hit`.trim() : classes });
      from = to;
    }
    return cut;
  });
}
