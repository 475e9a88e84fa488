import { describe, expect, it } from 'vitest';
import { parseDockerfile } from './instructions.ts';

/** Instructions as `line KEYWORD body`, here-documents behind them. */
function parsed(text: string): string[] {
  return parseDockerfile(text).instructions.map(
    ({ line, keyword, body, heredocs }) =>
      `${line} ${keyword} ${body.text}${heredocs.map((heredoc) => ` ${JSON.stringify(heredoc)}`).join('')}`,
  );
}

describe('constructs of Dockerfiles', () => {
  const rows: [string, string, string[]][] = [
    ['keywords in small letters', 'from a as b\nrun x', ['1 FROM a as b', '2 RUN x']],
    ['indented instructions', '  FROM a\n\tRUN x\n', ['1 FROM a', '2 RUN x']],
    ['CRLF', 'FROM a\r\nRUN x \\\r\n  y\r\n', ['1 FROM a', '2 RUN x   y']],
    ['a byte order mark', '\uFEFFFROM a\n', ['1 FROM a']],
    ['comments and blank lines', '# a\n\nFROM a\n  # b\nRUN x', ['3 FROM a', '5 RUN x']],
    ['a comment that seems to go on', 'FROM a\n# b \\\nRUN x', ['1 FROM a', '3 RUN x']],
    ['a line that goes on', 'RUN a \\\n  b\nRUN c', ['1 RUN a   b', '3 RUN c']],
    ['blanks behind the escape', 'RUN a \\ \t\n b\nRUN c', ['1 RUN a  b', '3 RUN c']],
    ['a comment in between', 'RUN a \\\n# c\n  # d \\\n  b\nRUN c', ['1 RUN a   b', '5 RUN c']],
    ['a blank line in between', 'RUN a \\\n\n  \n b\nRUN c', ['1 RUN a  b', '5 RUN c']],
    ['a keyword that goes on', 'FR\\\nOM a', ['1 FROM a']],
    ['an escape at the end of the file', 'RUN a \\', ['1 RUN a']],
    ['an escape that is escaped', 'RUN a \\\\\nRUN b', ['1 RUN a \\\\', '2 RUN b']],
    ['a # inside a line', 'RUN a # b \\\n c', ['1 RUN a # b  c']],
    ['another escape', '# escape=`\nRUN dir C:\\\nRUN a `\n b', ['2 RUN dir C:\\', '3 RUN a  b']],
    ['another escape, loosely written', '#  Escape  =  `\nRUN C:\\\nRUN b', ['2 RUN C:\\', '3 RUN b']],
    ['an escape below a comment', '# hi\n# escape=`\nRUN a \\\n b', ['3 RUN a  b']],
    ['an escape below another directive', '# syntax=x\n# escape=`\nRUN C:\\\nRUN b', ['3 RUN C:\\', '4 RUN b']],
    ['a here-document', 'RUN <<EOF\nFROM b\n# c\nEOF\nRUN x', ['1 RUN <<EOF "FROM b\\n# c\\n"', '5 RUN x']],
    ['one that strips tabs', 'RUN <<-E\n\tx\n\tE\nRUN y', ['1 RUN <<-E "\\tx\\n"', '4 RUN y']],
    ['one in double quotes', 'RUN <<"E" cat\nx\nE\nRUN y', ['1 RUN <<"E" cat "x\\n"', '4 RUN y']],
    ['one in single quotes', "RUN cat <<'E'\nx\nE\nRUN y", ['1 RUN cat <<\'E\' "x\\n"', '4 RUN y']],
    ['one with a number', 'RUN 3<<E cat\nFROM b\nE\nRUN y', ['1 RUN 3<<E cat "FROM b\\n"', '4 RUN y']],
    ['two of them', 'COPY <<A <<B /d/\n1\nA\n2\nB\nRUN y', ['1 COPY <<A <<B /d/ "1\\n" "2\\n"', '6 RUN y']],
    ['one behind a line that goes on', 'RUN cat \\\n <<E\nx\nE\nRUN y', ['1 RUN cat  <<E "x\\n"', '5 RUN y']],
    ['one of an ONBUILD', 'ONBUILD RUN <<E\nx\nE\nRUN y', ['1 ONBUILD RUN <<E "x\\n"', '4 RUN y']],
    ['one with CRLF', 'RUN <<E\r\nx\r\nE\r\nRUN y', ['1 RUN <<E "x\\r\\n"', '4 RUN y']],
    ['one whose lines end in an escape', 'RUN <<E\nx \\\nE\nRUN y', ['1 RUN <<E "x \\\\\\n"', '4 RUN y']],
    ['a here-string', 'RUN cat <<< E\nRUN y', ['1 RUN cat <<< E', '2 RUN y']],
    ['<< inside quotes', 'RUN echo "a <<E b"\nFROM b', ['1 RUN echo "a <<E b"', '2 FROM b']],
    ['<< as a shift', 'RUN echo $((1<<2))\nFROM b', ['1 RUN echo $((1<<2))', '2 FROM b']],
    ['<< apart from its name', 'RUN cat << E\nFROM b\nE\nRUN y', ['1 RUN cat << E "FROM b\\n"', '4 RUN y']],
    ['<< as a shift with blanks', 'RUN echo $((1 << 2))\nFROM b', ['1 RUN echo $((1 << 2))', '2 FROM b']],
    ['<<- apart from its name', 'RUN cat <<- E\nFROM b', ['1 RUN cat <<- E', '2 FROM b']],
    ['<< where none can be', 'CMD <<E\nRUN y', ['1 CMD <<E', '2 RUN y']],
    ['a lone carriage return', 'RUN a\rFROM b\n', ['1 RUN a\rFROM b']],
    ['nothing', '', []],
  ];
  it.each(rows)('%s', (_, text, expected) => {
    expect(parsed(text)).toEqual(expected);
    expect(parseDockerfile(text).faults).toEqual([]);
  });

  it('reports a here-document without an end, once', () => {
    expect(parseDockerfile('FROM a\nRUN <<E <<F\nx\n').faults).toEqual([
      {
        code: 'dockerfile-syntax',
        message: 'the here-document has no line "E" that ends it',
        span: { start: 7, end: 10 },
      },
    ]);
  });

  it('knows where every character came from', () => {
    const text = '\uFEFFRUN one \\\r\n# c\r\n  two\r\n';
    const body = parseDockerfile(text).instructions[0]?.body;
    expect(body?.text).toBe('one   two');
    expect([0, 6].map((index) => text.slice(body?.offsetOf(index), (body?.offsetOf(index) ?? 0) + 3))).toEqual([
      'one',
      'two',
    ]);
  });

  it('stops at the limits', () => {
    const tooLong = parseDockerfile(`FROM a\n${'RUN x\n'.repeat(50_000)}`);
    const tooMany = parseDockerfile(`FROM a\n${'RUN x\n'.repeat(6_000)}`);
    for (const { faults, instructions } of [tooLong, tooMany]) {
      expect(faults.map(({ code }) => code)).toEqual(['dockerfile-limit']);
      expect(instructions).toEqual([]);
    }
  });
});

describe('directives', () => {
  const rows: [string, string, string | undefined][] = [
    ['at the top', '# syntax=docker/dockerfile:1\nFROM a', 'docker/dockerfile:1'],
    ['loosely written', '#SYNTAX = docker/dockerfile:1 \r\nFROM a', 'docker/dockerfile:1'],
    ['below another one', '# check=skip=all\n# syntax=x\nFROM a', 'x'],
    ['below an unknown one', '# other=1\n# syntax=x\nFROM a', undefined],
    ['below a #! line', '#!/usr/bin/env x\n# syntax=x\nFROM a', 'x'],
    ['behind a byte order mark', '\uFEFF# syntax=x\nFROM a', 'x'],
    ['below a comment', '# hello\n# syntax=x\nFROM a', undefined],
    ['below a blank line', '\n# syntax=x\nFROM a', undefined],
    ['below an instruction', 'FROM a\n# syntax=x\n', undefined],
    ['without a value', '# syntax=\nFROM a', undefined],
  ];
  it.each(rows)('# syntax= %s', (_, text, expected) => {
    const { syntax } = parseDockerfile(text).directives;
    expect(syntax?.value).toBe(expected);
    if (syntax) expect(text.slice(syntax.span.start, syntax.span.end)).toBe(expected);
  });
});
