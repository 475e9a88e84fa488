import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { hash } from '../router.ts';
import { type LiveLog, placeOf } from './lines.ts';
import { rowsOf, stepOf } from './steps.ts';

/** Height of a line, in CSS pixels; the style sheet says the same. */
const ROW = 20;
/** Lines beyond what is in sight that are in the document. */
const MARGIN = 30;

/** The part of a log that is in sight, and how to move it: only those lines are in the document. */
export function useList(log: LiveLog) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [following, setFollowing] = useState(hash.peek() === '');
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const count = log.count.value;
  const rows = useMemo(() => rowsOf(log.steps, folded, count), [log, folded, count]);

  const look = () => {
    const { current } = box;
    if (current) setView({ top: current.scrollTop, height: current.clientHeight });
  };
  useLayoutEffect(() => {
    if (following) box.current?.scrollTo({ top: rows.count * ROW });
  }, [following, rows]);
  useEffect(() => {
    if (!box.current) return;
    const resized = new ResizeObserver(look);
    resized.observe(box.current);
    return () => resized.disconnect();
  }, []);

  /** Brings a line into sight, a third of the way down where it is not, and stays there. */
  const show = (line: number) => {
    const step = stepOf(log.steps, line);
    const open = step !== undefined && step !== line && folded.has(step) ? without(folded, step) : folded;
    setFolded(open);
    setFollowing(false);
    // The list has to have its height before it can be moved there.
    requestAnimationFrame(() => {
      const row = rowsOf(log.steps, open, log.lines.length).rowOf(line);
      if (!box.current) return;
      const { scrollTop, clientHeight } = box.current;
      const isInSight = row * ROW >= scrollTop && (row + 1) * ROW <= scrollTop + clientHeight;
      if (!isInSight) box.current.scrollTo({ top: row * ROW - clientHeight / 3 });
    });
  };

  const marked = Number(/^L(\d{1,9})$/.exec(hash.value)?.[1] ?? 0);
  const markedLine = marked > 0 ? placeOf(log.lines, marked) : -1;
  useEffect(() => {
    if (markedLine >= 0) show(markedLine);
  }, [markedLine]);

  const scrolled = () => {
    const { current } = box;
    if (!current) return;
    const { scrollTop, clientHeight, scrollHeight } = current;
    if (scrollTop + clientHeight >= scrollHeight - ROW) setFollowing(true);
    // Lines that came meanwhile are no reason to stop; whoever goes up wants to read there.
    else if (scrollTop < view.top) setFollowing(false);
    look();
  };
  const first = Math.max(0, Math.floor(view.top / ROW) - MARGIN);
  const last = Math.min(rows.count, Math.ceil((view.top + view.height) / ROW) + MARGIN);
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, at) => rows.lineAt(first + at));
  return {
    ...{ box, scrolled, show, following, setFollowing, folded, setFolded, marked },
    /** Places of the lines that are in the document, where the first of them begins, and how high the whole is. */
    ...{ shown, offset: first * ROW, height: rows.count * ROW },
    /** The uppermost line in sight. */
    top: rows.lineAt(Math.floor(view.top / ROW)),
  };
}

/** A step unfolded. */
export function without(folded: ReadonlySet<number>, step: number): ReadonlySet<number> {
  return new Set([...folded].filter((each) => each !== step));
}
