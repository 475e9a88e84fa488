/**
 * What GitHub takes for Markdown of a text: fences, code spans (CommonMark 0.31, 4.5 and 6.1) and code elements
 * taken out. Throws where a fence is not closed.
 */
export function outsideCode(markdown: string): string {
  const lines: string[] = [];
  let open = '';
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    if (open !== '') {
      const [marks = ''] = /^ {0,3}`+(?=[ \t]*$)/.exec(line) ?? [];
      if (marks.trim().length >= open.length) open = '';
    } else {
      open = /^ {0,3}(`{3,})[^`]*$/.exec(line)?.[1] ?? '';
      if (open === '') lines.push(withoutSpans(line).replace(/<code>[^<>]*<\/code>/g, ''));
    }
  }
  if (open !== '') throw new Error('a fence is not closed');
  return lines.join('\n');
}

function withoutSpans(line: string): string {
  let rest = line;
  let text = '';
  for (let found = /`+/.exec(rest); found; found = /`+/.exec(rest)) {
    const after = rest.slice(found.index + found[0].length);
    const closing = [...after.matchAll(/`+/g)].find((run) => run[0].length === found[0].length);
    text += rest.slice(0, found.index) + (closing ? '' : found[0]);
    rest = closing ? after.slice(closing.index + closing[0].length) : after;
  }
  return text + rest;
}

const pieces = [
  ...['`', '``', '```', '````', '|', '\\', '\\|', '\\`', '@octocat', '#1', 'GH-1', 'o/r#2', '<!--', '-->', '--!>'],
  ...['<details>', '</details>', '</summary>', '</code>', '<img src=x onerror=y>', '\n', '\r\n', '\n\n', '\u2028'],
  ...['\u202e', '\ud83d', '😀', '&#64;octocat', '&lt;', '[x](javascript:1)', '![](http://evil.example/x)', ']('],
  ...['www.evil.example', 'https://evil.example/1', 'a@evil.example', '**', '_', '~~', '$x$', '1.', '- ', '---', '# '],
  ...[' ', '  ', '\t', '::error::x', '##[error]', 'word', '3fa9c1d0', '\x1b[31m', '\0', '(', ')', ':', '>', '~~~'],
  ...['::add-mask::y', '\n::set-output name=a::b', '::stop-commands::x', '::endgroup::', '%0A::error::'],
];

/** Texts that try everything at once; the same ones in each run. */
export function hostileTexts(number: number): readonly string[] {
  let seed = 20_261_120;
  const random = (below: number) => {
    // Numerical Recipes' linear congruential generator; the high bits are the random ones.
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const made = Array.from({ length: number }, () =>
    Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)] as string).join(''),
  );
  return [...pieces, ...made];
}
